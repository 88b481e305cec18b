package dev.lockstep.streams.judge;

import dev.lockstep.schema.row.RowDigest;
import dev.lockstep.streams.state.Op;
import dev.lockstep.streams.state.Row;
import dev.lockstep.streams.state.RowSide;
import dev.lockstep.streams.state.Side;
import dev.lockstep.streams.state.SideState;
import dev.lockstep.streams.state.TableState;
import dev.lockstep.streams.state.Version;
import java.util.HashSet;
import java.util.Set;

/**
 * Takes records of change topics into the state of their table: a version waits in the log for its
 * marker, and the key's row remembers the newest, which the next before-image must agree with.
 *
 * <p>Every topic begins with the start of a snapshot. One that begins otherwise has lost its
 * beginning; one that was made anew, or that is digested under other rules, has nothing to do with
 * what is known. Such a side is blocked with the reason, rather than judged wrong or passed over in
 * silence, until a snapshot of it starts: from there it is known again, whatever was before.
 */
final class Intake {

  private final Bench bench;
  private final Routing routing;
  private final Recoding recoding;
  private final Set<Route> known = new HashSet<>();

  Intake(Bench bench, Routing routing, Recoding recoding) {
    this.bench = bench;
    this.routing = routing;
    this.recoding = recoding;
  }

  void take(FlowTable table, TableState state, Side side, Change change) {
    SideState sideState = state.side(side);
    boolean newer = change.offset() > sideState.readOffset();
    if (!newer && change.serial() <= sideState.readSerial()) {
      return;
    }
    if (known.add(new Route(table, side)) || !newer) {
      compareTopic(table, state, side, !newer);
    }
    boolean repeated = change.serial() >= 0 && change.serial() <= sideState.readSerial();
    sideState.read(change.offset(), change.serial());
    if (repeated) {
      // The same record again says nothing new; but a snapshot never is the same again.
      if (change.op() == Op.SNAPSHOT_START) {
        sideState.block(Restart.countedAgain(side, change));
      }
      return;
    }
    if (change.op() == Op.SNAPSHOT_START && (!sideState.begun() || sideState.blocked())) {
      Restart.begin(bench, state, side);
    }
    if (!sideState.begun()) {
      sideState.block(Restart.beginsInTheMiddle(table, side, change.offset()));
    }
    if (!sideState.blocked()) {
      recoding.read(table, state, side, change);
    }
    if (sideState.blocked()) {
      return;
    }
    if (change.op().isBarrier()) {
      barrier(state, side, change);
    } else {
      version(table, state, side, change);
    }
  }

  /** Once in each run, and whenever offsets go back: whether the topic is still the same one. */
  private void compareTopic(FlowTable table, TableState state, Side side, boolean wentBack) {
    SideState sideState = state.side(side);
    String now = routing.topicId(table.topic(side));
    if (wentBack || (!sideState.topicId().isEmpty() && !now.equals(sideState.topicId()))) {
      Restart.topicMadeAnew(bench, table, state, side, now);
    }
    sideState.topicId(now);
  }

  private void barrier(TableState state, Side side, Change change) {
    SideState sideState = state.side(side);
    reshaped(state, sideState, change);
    switch (change.op()) {
      case SNAPSHOT_START -> sideState.snapshotStartRead(change.offset(), change.serial());
      case SNAPSHOT_END -> sideState.snapshotEndRead();
      case TRUNCATE -> sideState.truncateRead(change.offset());
      case CREATE, UPDATE, DELETE, READ, UNREADABLE, SCHEMA_CHANGE -> {}
    }
    Version version = versionOf(change, false, sideState);
    bench.versions().add(state, side, sequence(side, sideState, change), null, version);
  }

  private void version(FlowTable table, TableState state, Side side, Change change) {
    byte[] key = change.key();
    if (key == null) {
      throw new IllegalArgumentException(
          "A row change without a key at %d of %s".formatted(change.offset(), table.topic(side)));
    }
    SideState sideState = state.side(side);
    reshaped(state, sideState, change);
    Row row = bench.rows().of(state, key);
    RowSide rowSide = row.side(side);
    boolean outside = BeforeImage.disagrees(change, rowSide, sideState);
    Version version = versionOf(change, outside, sideState);
    rowSide.await(version);
    bench.rows().keep(state, key, row);
    bench.versions().add(state, side, sequence(side, sideState, change), key, version);
    if (side == Side.SOURCE) {
      state.sent();
    }
  }

  private static void reshaped(TableState state, SideState sideState, Change change) {
    if (change.reshaped()) {
      sideState.reshaped(change.offset());
      state.newEpoch();
    }
    if (!change.filled().equals(RowDigest.ZERO)) {
      sideState.fills().read(change.offset(), change.schema(), change.filled());
    }
  }

  private static Version versionOf(Change change, boolean outside, SideState side) {
    return new Version(
        change.op(),
        change.after(),
        change.offset(),
        outside,
        change.capturedMicros(),
        change.commitMillis(),
        side.nextOrdinal(),
        change.op().isBarrier() ? change.schema() : -1);
  }

  /** What markers count by. The serial of a record that cannot be read is after the one before. */
  private static long sequence(Side side, SideState state, Change change) {
    if (side == Side.SOURCE) {
      return change.offset();
    }
    return change.serial() >= 0 ? change.serial() : state.readSerial() + 1;
  }
}
