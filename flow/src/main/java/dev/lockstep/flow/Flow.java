package dev.lockstep.flow;

import dev.lockstep.schema.row.ColumnRule;
import dev.lockstep.schema.row.ColumnRules;
import dev.lockstep.schema.topic.TableName;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A source endpoint paired with a target endpoint: which tables take part, under which names they
 * arrive and how their columns are compared.
 *
 * @param source name of the source endpoint
 * @param target name of the target endpoint
 * @param renames the first that means a table decides; a table that none means keeps its name
 * @param columns of several that mean one column the last decides
 */
public record Flow(
    String name,
    String source,
    String target,
    TableSelection tables,
    List<TableRename> renames,
    List<ColumnOverride> columns) {

  public Flow {
    renames = List.copyOf(renames);
    columns = List.copyOf(columns);
  }

  /** Whether a table of the source takes part. */
  public boolean selects(TableName sourceTable) {
    return tables.selects(sourceTable);
  }

  /** The name of a source table on the target. */
  public TableName targetOf(TableName sourceTable) {
    for (TableRename rename : renames) {
      Optional<TableName> target = rename.forward(sourceTable);
      if (target.isPresent()) {
        return target.get();
      }
    }
    return sourceTable;
  }

  /** The selected source table that arrives as the given table; empty when none does. */
  public Optional<TableName> sourceOf(TableName targetTable) {
    for (TableRename rename : renames) {
      Optional<TableName> candidate =
          rename.backward(targetTable).filter(source -> arrivesAs(source, targetTable));
      if (candidate.isPresent()) {
        return candidate;
      }
    }
    return Optional.of(targetTable).filter(source -> arrivesAs(source, targetTable));
  }

  /** How the columns of a source table are compared. */
  public ColumnRules rules(TableName sourceTable) {
    Map<String, ColumnRule> rules = new HashMap<>();
    for (ColumnOverride override : columns) {
      if (override.table().matches(sourceTable)) {
        rules.put(override.column().toLowerCase(Locale.ROOT), override.rule());
      }
    }
    return rules.isEmpty() ? ColumnRules.NONE : ColumnRules.of(rules);
  }

  /** Target tables that more than one of the given source tables would arrive as, with these. */
  public Map<TableName, List<TableName>> clashes(Collection<TableName> sourceTables) {
    Map<TableName, List<TableName>> byTarget =
        sourceTables.stream()
            .filter(this::selects)
            .sorted()
            .distinct()
            .collect(Collectors.groupingBy(this::targetOf, TreeMap::new, Collectors.toList()));
    byTarget.values().removeIf(sources -> sources.size() == 1);
    return byTarget;
  }

  private boolean arrivesAs(TableName source, TableName target) {
    return selects(source) && targetOf(source).equals(target);
  }
}
