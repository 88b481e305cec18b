package dev.lockstep.streams.judge;

import dev.lockstep.streams.state.Side;
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
 * <p>A table that was there when its endpoint was first captured is complete at the end of its
 * snapshot, announced in every partition of its topic. One that has no snapshot though the
 * endpoint's is over (its marker names every topic that has one) was created later: complete from
 * birth. A source table of which nothing was ever covered may not exist at all, so it is never
 * called complete: rows of the target alone are then not called extra.
 *
 * <p>Once complete, always complete: a later snapshot replaces rows in the order of the log.
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
    if (complete && state.rechecks() == 0) {
      attention.remove(name);
    } else {
      attention.add(name);
    }
  }

  /** True when a side has just been found complete without a snapshot. */
  boolean completeByBirth(FlowTable table, TableState state) {
    boolean found = false;
    if (!state.target().baseline() && younger(table, Side.TARGET, state.target())) {
      state.target().baselineByBirth();
      found = true;
    }
    SideState source = state.source();
    if (!source.baseline() && source.settled() >= 0 && younger(table, Side.SOURCE, source)) {
      source.baselineByBirth();
      found = true;
    }
    return found;
  }

  /** Whether, as far as this side was read, a key without a record is known not to exist. */
  boolean readComplete(FlowTable table, Side side, SideState state) {
    return state.snapshotEndRead() || younger(table, side, state);
  }

  private boolean younger(FlowTable table, Side side, SideState state) {
    String endpoint = side == Side.SOURCE ? table.sourceEndpoint() : table.targetEndpoint();
    return !state.beginsWithSnapshot() && states.endpoint(endpoint).snapshotDone();
  }
}
