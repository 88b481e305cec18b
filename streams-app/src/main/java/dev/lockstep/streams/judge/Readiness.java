package dev.lockstep.streams.judge;

import dev.lockstep.schema.event.Marker;
import dev.lockstep.schema.event.SourceReach;
import dev.lockstep.schema.event.TopicReach;
import dev.lockstep.streams.state.SideState;
import dev.lockstep.streams.state.TableState;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether all topics were read as far as a marker says: those of its endpoint, on whichever side of
 * a flow they are, and those of the sources that it tells progress of. Remembers the first thing a
 * marker lacks, so that asking again costs one comparison until that has come.
 */
final class Readiness {

  private final Routing routing;
  private final Function<FlowTable, TableState> states;
  private @Nullable Marker asked;
  private @Nullable SideState lacking;
  private long needed;
  private boolean byOffset;

  Readiness(Routing routing, Function<FlowTable, TableState> states) {
    this.routing = routing;
    this.states = states;
  }

  boolean ready(Marker marker) {
    if (marker == asked && lacking != null && read(lacking, byOffset) < needed) {
      return false;
    }
    asked = marker;
    lacking = null;
    return topicsRead(marker) && sourceRead(marker);
  }

  private boolean topicsRead(Marker marker) {
    for (TopicReach reach : marker.getTarget()) {
      for (Route route : routing.routes(reach.getTopic())) {
        SideState side = states.apply(route.table()).side(route.side());
        if (lacks(side, false, reach.getSerial())) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean sourceRead(Marker marker) {
    for (SourceReach progress : marker.getProgress()) {
      FlowTable table = routing.source(progress.getFlow(), progress.getTopic()).orElse(null);
      if (table != null
          && table.targetEndpoint().equals(marker.getEndpoint())
          && routing.isCurrent(progress.getTopic(), progress.getTopicId())
          && lacks(states.apply(table).source(), true, progress.getOffset())) {
        return false;
      }
    }
    return true;
  }

  private boolean lacks(SideState side, boolean offset, long bound) {
    if (read(side, offset) >= bound) {
      return false;
    }
    lacking = side;
    needed = bound;
    byOffset = offset;
    return true;
  }

  private static long read(SideState side, boolean offset) {
    return offset ? side.readOffset() : side.readSerial();
  }
}
