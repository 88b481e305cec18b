package dev.lockstep.streams.judge;

import dev.lockstep.streams.state.Op;
import dev.lockstep.streams.state.Row;
import dev.lockstep.streams.state.RowSide;
import dev.lockstep.streams.state.Side;
import dev.lockstep.streams.state.SideState;
import dev.lockstep.streams.state.TableState;
import dev.lockstep.streams.state.Version;

/**
 * Takes records of change topics into the state of their table: a version waits in the log for its
 * marker, and the key's row remembers the newest, which the next before-image must agree with.
 *
 * <p>Where the topic itself cannot be what it was (made anew, counted anew, digested under other
 * rules), the table is blocked with the reason rather than judged wrong or passed over in silence.
 */
final class Intake {

  private static final String REMEDY =
      "remove the state of the streams application so that a new baseline begins";
  private static final String RULES_CHANGED =
      "its comparison rules are not those that its digests were made under: " + REMEDY;

  private final Bench bench;
  private final Baselines baselines;

  Intake(Bench bench, Baselines baselines) {
    this.bench = bench;
    this.baselines = baselines;
  }

  void take(FlowTable table, TableState state, Side side, Change change) {
    SideState sideState = state.side(side);
    if (change.offset() <= sideState.readOffset()) {
      if (change.serial() > sideState.readSerial()) {
        state.block(topicMadeAnew(table, side));
      }
      return;
    }
    boolean repeated = change.serial() >= 0 && change.serial() <= sideState.readSerial();
    sideState.read(change.offset(), change.serial());
    if (state.rules() != table.rules()) {
      state.block(RULES_CHANGED);
    }
    if (state.blocked()) {
      return;
    }
    if (repeated) {
      // The same record again says nothing new; but a snapshot never is the same again.
      if (change.op() == Op.SNAPSHOT_START) {
        state.block(countedAgain(side, change));
      }
    } else if (change.op().isBarrier()) {
      barrier(state, side, change);
    } else {
      version(table, state, side, change);
    }
  }

  private void barrier(TableState state, Side side, Change change) {
    SideState sideState = state.side(side);
    switch (change.op()) {
      case SNAPSHOT_START -> sideState.snapshotStartRead(change.offset());
      case SNAPSHOT_END -> sideState.snapshotEndRead(change.offset());
      case TRUNCATE -> sideState.truncateRead(change.offset());
      case CREATE, UPDATE, DELETE, READ, UNREADABLE, SCHEMA_CHANGE -> {}
    }
    long sequence = sequence(side, sideState, change);
    bench
        .versions()
        .add(state.id(), side, sideState.settled(), sequence, null, versionOf(change, false));
  }

  private void version(FlowTable table, TableState state, Side side, Change change) {
    byte[] key = change.key();
    if (key == null) {
      throw new IllegalArgumentException("A row change without a key at " + change.offset());
    }
    SideState sideState = state.side(side);
    if (change.reshaped()) {
      sideState.reshaped(change.offset());
      state.newEpoch();
    }
    if (change.schema() >= 0) {
      sideState.readSchema(change.schema());
    }
    sideState.rowRead();
    Row row = bench.rows().of(state.id(), key);
    RowSide rowSide = row.side(side);
    boolean complete = baselines.readComplete(table, side, sideState);
    boolean outside = BeforeImage.disagrees(change, rowSide, sideState, complete);
    Version version = versionOf(change, outside);
    rowSide.await(version);
    bench.rows().keep(state.id(), key, row);
    long sequence = sequence(side, sideState, change);
    bench.versions().add(state.id(), side, sideState.settled(), sequence, key, version);
    if (side == Side.SOURCE) {
      state.sent();
    }
  }

  private static Version versionOf(Change change, boolean outside) {
    return new Version(
        change.op(),
        change.after(),
        change.offset(),
        outside,
        change.capturedMicros(),
        change.commitMillis());
  }

  /** What markers count by. The serial of a record that cannot be read is after the one before. */
  private static long sequence(Side side, SideState state, Change change) {
    if (side == Side.SOURCE) {
      return change.offset();
    }
    return change.serial() >= 0 ? change.serial() : state.readSerial() + 1;
  }

  private static String topicMadeAnew(FlowTable table, Side side) {
    return "the topic %s was deleted and made anew: %s".formatted(table.topic(side), REMEDY);
  }

  private static String countedAgain(Side side, Change change) {
    return "the capture of the %s lost its position and counts its records from %d again: %s"
        .formatted(side.word(), change.serial(), REMEDY);
  }
}
