package dev.lockstep.flow.config;

import dev.lockstep.flow.ColumnOverride;
import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.Flow;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.flow.TablePattern;
import dev.lockstep.flow.section.NearestWord;
import dev.lockstep.flow.section.ProblemSink;
import dev.lockstep.schema.topic.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What no section can see alone: that endpoints exist, and that no two flows get in each other's
 * way.
 */
final class CrossChecks {

  private final LockstepConfig config;
  private final Set<String> endpointNames;
  private final ProblemSink problems;

  /**
   * @param endpointNames every endpoint that is written down, those with problems too
   */
  CrossChecks(LockstepConfig config, Set<String> endpointNames, ProblemSink problems) {
    this.config = config;
    this.endpointNames = endpointNames;
    this.problems = problems;
  }

  void run() {
    serverIds();
    alertOrder();
    silence();
    retryOrder();
    List<Flow> flows = new ArrayList<>(config.flows().values());
    for (Flow flow : flows) {
      endpoint(flow, "source", flow.source());
      endpoint(flow, "target", flow.target());
      renames(flow);
      overrides(flow);
      if (sameServer(flow.source(), flow.target())) {
        onItself(flow);
      }
    }
    for (int i = 0; i < flows.size(); i++) {
      for (int j = i + 1; j < flows.size(); j++) {
        pair(flows.get(i), flows.get(j));
      }
    }
  }

  private void endpoint(Flow flow, String role, String name) {
    if (!endpointNames.contains(name)) {
      problems.problem(
          "flows." + flow.name() + "." + role,
          name,
          "There is no such endpoint. " + NearestWord.suggestion(name, endpointNames));
    }
  }

  private void serverIds() {
    Map<Long, String> owners = new HashMap<>();
    for (Endpoint endpoint : config.endpoints().values()) {
      if (endpoint instanceof ServerEndpoint server && server.serverId().isPresent()) {
        long id = server.serverId().getAsLong();
        String owner = owners.putIfAbsent(id, endpoint.name());
        if (owner != null) {
          problems.problem(
              "endpoints." + endpoint.name() + ".server-id",
              Long.toString(id),
              "Endpoint '" + owner + "' has the same; give each its own.");
        }
      }
    }
  }

  private void alertOrder() {
    AlertSettings alerts = config.alerts();
    if (alerts.lagCritical().compareTo(alerts.lagWarning()) < 0) {
      problems.problem(
          "alerts.lag-critical", "", "It must not be shorter than alerts.lag-warning; raise it.");
    }
  }

  /** Whoever speaks seldom is not silent. */
  private void silence() {
    Duration status = config.streams().statusInterval();
    Duration marker = config.producers().markerHeartbeat();
    Duration least = (status.compareTo(marker) > 0 ? status : marker).multipliedBy(3);
    if (config.alerts().silence().compareTo(least) < 0) {
      problems.problem(
          "alerts.silence",
          "",
          "It must be at least three times streams.status-interval and producers.marker-heartbeat;"
              + " raise it to "
              + least.toSeconds()
              + "s.");
    }
  }

  private void retryOrder() {
    SinkSettings sink = config.sink();
    if (sink.retryMax().compareTo(sink.retryInitial()) < 0) {
      problems.problem(
          "sink.retry-max", "", "It must not be shorter than sink.retry-initial; raise it.");
    }
  }

  private void renames(Flow flow) {
    String key = "flows." + flow.name() + ".tables.rename";
    TableFootprint.of(flow)
        .clashes()
        .forEach(
            (target, sources) ->
                problems.problem(
                    key,
                    target.toString(),
                    sources.stream().map(TableName::toString).collect(Collectors.joining(" and "))
                        + " would both arrive there; rename one of them or exclude it."));
    Set<TablePattern> from = new HashSet<>();
    flow.renames().stream()
        .filter(rename -> !from.add(rename.from()))
        .forEach(
            rename ->
                problems.problem(
                    key, rename.from().toString(), "Renamed twice; the first counts, keep one."));
    flow.renames().stream()
        .filter(rename -> flow.tables().include().stream().noneMatch(rename.from()::overlaps))
        .forEach(
            rename ->
                problems.problem(
                    key,
                    rename.from().toString(),
                    "The flow includes no such table; include it or take the rename away."));
  }

  private void overrides(Flow flow) {
    for (ColumnOverride override : flow.columns()) {
      TablePattern table = override.table();
      if (flow.tables().include().stream().noneMatch(table::overlaps)) {
        problems.problem(
            "flows." + flow.name() + ".columns",
            table + "." + override.column(),
            "The flow includes no such table, so the rule would never apply; correct the name.");
      }
    }
  }

  private void onItself(Flow flow) {
    if (TableFootprint.of(flow).readsWhatItWrites()) {
      problems.problem(
          "flows." + flow.name() + ".target",
          flow.target(),
          "Source and target are the same server, and tables would be copied onto themselves;"
              + " rename them to a schema that the flow does not include.");
    }
  }

  private void pair(Flow one, Flow two) {
    TableFootprint first = TableFootprint.of(one);
    TableFootprint second = TableFootprint.of(two);
    if (sameServer(one.target(), two.target()) && first.writesWhatIsWrittenBy(second)) {
      problems.problem(
          "flows." + two.name() + ".tables",
          "",
          "Flow '"
              + one.name()
              + "' writes some of the same target tables; exclude or rename them.");
    }
    boolean circle =
        sameServer(one.target(), two.source()) && sameServer(two.target(), one.source());
    if (circle && first.writesWhatIsReadBy(second) && second.writesWhatIsReadBy(first)) {
      problems.problem(
          "flows." + two.name() + ".source",
          two.source(),
          "Together with flow '"
              + one.name()
              + "' changes would go round in a circle; take tables out of one of the two.");
    }
  }

  /** By name or by address: two endpoints may be one server. */
  private boolean sameServer(String one, String two) {
    Endpoint first = config.endpoints().get(one);
    Endpoint second = config.endpoints().get(two);
    return one.equals(two)
        || first != null && second != null && first.place().equals(second.place());
  }
}
