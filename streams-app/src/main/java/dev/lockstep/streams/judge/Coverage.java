package dev.lockstep.streams.judge;

import dev.lockstep.schema.event.Marker;
import dev.lockstep.schema.event.SourceReach;
import dev.lockstep.schema.event.TopicReach;
import dev.lockstep.streams.state.Side;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiPredicate;

/** What a marker covers, table by table, in the marker's own order. */
final class Coverage {

  /** How far a table is covered; -1 for a side the marker does not speak of. */
  record Reach(long sourceOffset, long targetSerial) {

    private static final Reach NOTHING = new Reach(-1, -1);

    private Reach source(long offset) {
      return new Reach(Math.max(offset, sourceOffset), targetSerial);
    }

    private Reach target(long serial) {
      return new Reach(sourceOffset, Math.max(serial, targetSerial));
    }
  }

  private final Map<FlowTable, Reach> tables = new LinkedHashMap<>();

  private Coverage() {}

  static Coverage of(Marker marker, Routing routing) {
    Coverage coverage = new Coverage();
    for (SourceReach progress : marker.getProgress()) {
      routing
          .source(progress.getFlow(), progress.getTopic())
          .filter(table -> table.targetEndpoint().equals(marker.getEndpoint()))
          .filter(table -> routing.isCurrent(progress.getTopic(), progress.getTopicId()))
          .ifPresent(table -> coverage.add(table, progress));
    }
    for (TopicReach reach : marker.getTarget()) {
      for (Route route : routing.routes(reach.getTopic())) {
        if (route.side() == Side.TARGET) {
          coverage.tables.merge(
              route.table(),
              Reach.NOTHING.target(reach.getSerial()),
              (before, same) -> before.target(reach.getSerial()));
        }
      }
    }
    return coverage;
  }

  /** Adds a table that the marker does not name. */
  void alsoLookAt(FlowTable table) {
    tables.putIfAbsent(table, Reach.NOTHING);
  }

  /** In order, up to the first that is not done. */
  boolean all(BiPredicate<FlowTable, Reach> done) {
    return tables.entrySet().stream()
        .allMatch(table -> done.test(table.getKey(), table.getValue()));
  }

  private void add(FlowTable table, SourceReach progress) {
    Reach before = tables.getOrDefault(table, Reach.NOTHING);
    tables.put(table, before.source(progress.getOffset()));
  }
}
