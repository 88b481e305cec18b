package dev.lockstep.console.judge;

import dev.lockstep.flow.Flow;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.topic.TableName;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the programs say of endpoints and of tables, found by who says it of what. */
final class CaptureStatuses {

  static final String PRODUCERS = "producers";
  static final String SINK = "sink";

  private record Key(String program, String subject, String table) {}

  private final Map<Key, ComponentStatus> statuses = new HashMap<>();
  private final Map<String, Map<String, ComponentStatus>> byEndpoint = new HashMap<>();

  CaptureStatuses(Collection<ComponentStatus> components) {
    for (ComponentStatus status : components) {
      statuses.put(new Key(status.getProgram(), status.getSubject(), status.getTable()), status);
      if (status.getProgram().equals(PRODUCERS) && !status.getTable().isEmpty()) {
        byEndpoint
            .computeIfAbsent(status.getSubject(), endpoint -> new TreeMap<>())
            .put(status.getTable(), status);
      }
    }
  }

  Optional<ComponentStatus> endpoint(String endpoint) {
    return find(PRODUCERS, endpoint, "");
  }

  Optional<ComponentStatus> find(String program, String subject, String table) {
    return Optional.ofNullable(statuses.get(new Key(program, subject, table)));
  }

  /** Tables of a flow's source that its capture speaks of, but those that were dropped. */
  Map<String, ComponentStatus> included(Flow flow) {
    Map<String, ComponentStatus> included = new LinkedHashMap<>();
    byEndpoint
        .getOrDefault(flow.source(), Map.of())
        .forEach(
            (table, status) -> {
              if (status.getState() != ComponentState.STOPPED && selects(flow, table)) {
                included.put(table, status);
              }
            });
    return included;
  }

  /** What the capture of the target says of a table under the name that it has there. */
  Optional<ComponentStatus> atTarget(Flow flow, String table) {
    return find(PRODUCERS, flow.target(), targetOf(flow, table));
  }

  private static String targetOf(Flow flow, String table) {
    try {
      return flow.targetOf(TableName.parse(table)).toString();
    } catch (IllegalArgumentException e) {
      return table;
    }
  }

  /** What is no table's name was still said of something: it is better told than left out. */
  private static boolean selects(Flow flow, String table) {
    try {
      return flow.selects(TableName.parse(table));
    } catch (IllegalArgumentException e) {
      return true;
    }
  }
}
