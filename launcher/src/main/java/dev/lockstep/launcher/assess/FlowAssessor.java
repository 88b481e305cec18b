package dev.lockstep.launcher.assess;

import dev.lockstep.engine.mysql.ServerFacts;
import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.flow.Flow;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.schema.topic.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks at what a flow takes and where it brings it. */
final class FlowAssessor {

  private FlowAssessor() {}

  static List<FlowSize> look(
      LockstepConfig config, Map<String, EndpointFacts> endpoints, List<Finding> findings) {
    List<FlowSize> sizes = new ArrayList<>();
    for (Flow flow : config.flows().values()) {
      EndpointFacts source = endpoints.get(flow.source());
      EndpointFacts target = endpoints.get(flow.target());
      if (source != null) {
        sizes.add(ofSource(flow, source, findings));
      }
      if (target != null) {
        ofTarget(flow, config, source, target, findings);
      }
      if (source != null && target != null) {
        names(flow, source.server(), target.server(), findings);
        PlanRules.look(flow, included(flow, source), target.tables(), findings);
      }
    }
    return sizes;
  }

  private static FlowSize ofSource(Flow flow, EndpointFacts source, List<Finding> findings) {
    GrantRules.toSelect(
        "flow " + flow.name() + ", source " + flow.source(), source, named(flow), findings);
    List<ListedTable> included = included(flow, source);
    List<ListedTable> taken = TableRules.look(flow, included, findings);
    long rows = taken.stream().mapToLong(ListedTable::rows).sum();
    long bytes = taken.stream().mapToLong(ListedTable::bytes).sum();
    FlowSize size = new FlowSize(flow.name(), taken.size(), rows, bytes);
    if (taken.isEmpty()) {
      findings.add(
          Finding.wrong(
              "flow " + flow.name(),
              "It has no tables: none of %s that %s may see matches tables.include"
                  .formatted(flow.source(), source.account()),
              "Correct flows.%s.tables.include (case counts), or grant SELECT on the tables"
                  .formatted(flow.name())));
    }
    Duration kept = ServerRules.kept(source.server());
    if (!kept.isZero() && size.copyTime().compareTo(kept) > 0) {
      findings.add(
          Finding.wrong(
              "flow " + flow.name(),
              "The first copy may take %s, and %s keeps its log for %s: where the copy ends the log would be gone"
                  .formatted(Words.duration(size.copyTime()), flow.source(), Words.duration(kept)),
              "SET GLOBAL binlog_expire_logs_seconds=%d on %s until the copy is done"
                  .formatted(2 * size.copyTime().toSeconds(), flow.source())));
    }
    return size;
  }

  private static List<ListedTable> included(Flow flow, EndpointFacts source) {
    return source.tables().stream().filter(table -> flow.selects(table.name())).toList();
  }

  /** Schemas that the flow names without a wildcard. */
  private static Set<String> named(Flow flow) {
    Set<String> schemas = new TreeSet<>();
    flow.tables().include().stream()
        .map(pattern -> pattern.schema())
        .filter(schema -> schema.indexOf('%') < 0)
        .forEach(schemas::add);
    return schemas;
  }

  private static void ofTarget(
      Flow flow,
      LockstepConfig config,
      @Nullable EndpointFacts source,
      EndpointFacts target,
      List<Finding> findings) {
    String subject = "flow " + flow.name() + ", target " + flow.target();
    Set<String> schemas = new TreeSet<>();
    List<TableName> arriving =
        source == null
            ? List.of()
            : included(flow, source).stream()
                .filter(ListedTable::isPlain)
                .map(table -> flow.targetOf(table.name()))
                .toList();
    arriving.forEach(table -> schemas.add(table.schema()));
    Set<String> written = new TreeSet<>(schemas);
    written.add(config.sink().progressSchema());
    GrantRules.toWrite(subject, target, written, findings);
    Set<String> present = new TreeSet<>(target.schemas());
    for (String schema : schemas) {
      if (!present.contains(schema)) {
        findings.add(
            config.sink().createTables()
                ? Finding.note(
                    subject,
                    "Schema %s does not exist; the sink creates it and its tables, without the defaults, indexes and keys that README lists"
                        .formatted(schema),
                    "Nothing, or create them yourself: mariadb-dump --no-data --skip-triggers")
                : Finding.wrong(
                    subject,
                    "Schema %s does not exist, and sink.create-tables is false".formatted(schema),
                    "CREATE DATABASE %s; and its tables".formatted(SqlText.name(schema))));
      }
    }
  }

  private static void names(
      Flow flow, ServerFacts source, ServerFacts target, List<Finding> findings) {
    String here = source.variable("lower_case_table_names");
    String there = target.variable("lower_case_table_names");
    if (!here.equals(there)) {
      findings.add(
          Finding.warning(
              "flow " + flow.name(),
              "lower_case_table_names is %s at the source and %s at the target: names may change their case on the way"
                  .formatted(here, there),
              "Use servers with the same setting, or only names in lower case"));
    }
  }
}
