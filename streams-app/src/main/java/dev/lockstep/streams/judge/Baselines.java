package dev.lockstep.streams.judge;

import dev.lockstep.streams.state.SideState;
import dev.lockstep.streams.state.States;
import dev.lockstep.streams.state.TableState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * When the set of keys of a side is complete, and which tables a marker must look at though it does
 * not name them.
 *
 * <p>A side is complete at the end of its first snapshot, which every topic begins with: of a table
 * that was there when its endpoint was first captured, and, empty, of one that was made later. A
 * target table of which there is no record though its endpoint's snapshot is over does not exist:
 * its set of keys is complete, and empty. A source table may not exist yet, so it is never called
 * complete without a snapshot: rows of the target alone are then not called extra.
 *
 * <p>Once complete, always complete, unless it begins anew: a later snapshot replaces rows in the
 * order of the log.
 */
final class Baselines {

  private final States states;
  private final Routing routing;
  private final Set<String> attention = new TreeSet<>();

  Baselines(States states, Routing routing) {
    this.states = states;
    this.routing = routing;
    states.tables().forEach(this::settled);
  }

  /** Tables of this target that are incomplete, or have keys to be judged once more. */
  List<FlowTable> due(String target) {
    List<FlowTable> due = new ArrayList<>();
    for (String name : attention) {
      routing
          .byStateName(name)
          .filter(table -> table.targetEndpoint().equals(target))
          .ifPresent(due::add);
    }
    return due;
  }

  /** Notes whether the next marker must look at this table again. */
  void settled(FlowTable table, TableState state) {
    settled(table.stateName(), state);
  }

  private void settled(String name, TableState state) {
    boolean complete = state.source().baseline() && state.target().baseline();
    if (complete && state.rechecks() == 0 && !state.isSettling()) {
      attention.remove(name);
    } else {
      attention.add(name);
    }
  }

  /** True when a target has just been found not to exist, and thereby to be complete. */
  boolean targetDoesNotExist(FlowTable table, TableState state) {
    SideState target = state.target();
    boolean absent =
        !target.baseline()
            && !target.blocked()
            && target.settled() < 0
            && states.endpoint(table.targetEndpoint()).snapshotDone();
    if (absent) {
      target.baselineByBirth();
    }
    return absent;
  }
}
