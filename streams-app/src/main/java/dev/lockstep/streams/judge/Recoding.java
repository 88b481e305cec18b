package dev.lockstep.streams.judge;

import dev.lockstep.schema.change.Encoding;
import dev.lockstep.streams.state.Op;
import dev.lockstep.streams.state.Side;
import dev.lockstep.streams.state.SideState;
import dev.lockstep.streams.state.TableState;
import java.util.Objects;
import java.util.Optional;

/**
 * Sees to it that all of a side's rows are digested the same way. How they are follows from both
 * sides' definitions and the flow's rules (the comparison plan), so any of the three may change it.
 * Then the side is blocked with the reason, and asks for its table to be read anew: its next
 * snapshot begins a new baseline, by itself.
 */
final class Recoding {

  private final Definitions definitions;

  Recoding(Definitions definitions) {
    this.definitions = definitions;
  }

  /** The state of a run before: rules may have been changed meanwhile. Whether something was. */
  boolean recall(FlowTable table, TableState state) {
    SchemaPair now = SchemaPair.read(state);
    boolean changed = false;
    for (Side side : Side.values()) {
      changed |= follow(table, state.side(side), side, now.of(side), now, false);
    }
    return changed | tell(table, state, now);
  }

  /**
   * A record of a side has been read; its definition may be another than that of the one before.
   */
  void read(FlowTable table, TableState state, Side side, Change change) {
    SideState sideState = state.side(side);
    if (change.schema() < 0
        || change.schema() == sideState.readSchema() && sideState.encoding() != null) {
      return;
    }
    SchemaPair now = SchemaPair.read(state).with(side, change.schema());
    // Its capture reads the table anew for it, or is about to tell all of its rows.
    boolean begins = change.reshaped() || change.op() == Op.SNAPSHOT_START;
    follow(table, sideState, side, sideState.readSchema(), now, begins);
    SideState other = state.side(side.other());
    follow(table, other, side.other(), now.of(side.other()), now, false);
    sideState.readSchema(change.schema());
    tell(table, state, now);
  }

  /** What rows are digested under is said as soon as they are. */
  private boolean tell(FlowTable table, TableState state, SchemaPair now) {
    String underRule = now.isWhole() ? definitions.underRule(table, now).orElse(null) : null;
    String misfits = now.isWhole() ? definitions.misfits(table, now).orElse(null) : null;
    if (Objects.equals(underRule, state.underRule()) && Objects.equals(misfits, state.misfits())) {
      return false;
    }
    state.plan(underRule, misfits);
    return true;
  }

  private boolean follow(
      FlowTable table,
      SideState state,
      Side side,
      int beforeSchema,
      SchemaPair now,
      boolean beginsAnyway) {
    if (now.of(side) < 0) {
      return false;
    }
    Encoding encoding = definitions.encoding(table, side, now);
    String text = encoding.toString();
    String before = state.encoding();
    if (text.equals(before)) {
      return false;
    }
    state.encoding(text);
    if (before != null && beforeSchema >= 0 && !beginsAnyway) {
      Optional<String> conflict =
          definitions.recoded(Encoding.parse(before), beforeSchema, encoding, now.of(side));
      conflict.ifPresent(why -> state.askForBaseline(Restart.recoded(side, why)));
    }
    return true;
  }
}
