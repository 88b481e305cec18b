package dev.lockstep.streams.judge;

import dev.lockstep.schema.event.Marker;
import dev.lockstep.schema.row.RowDigest;
import dev.lockstep.schema.row.TableDigest;
import dev.lockstep.streams.state.Op;
import dev.lockstep.streams.state.Row;
import dev.lockstep.streams.state.RowSide;
import dev.lockstep.streams.state.Rows;
import dev.lockstep.streams.state.Side;
import dev.lockstep.streams.state.SideState;
import dev.lockstep.streams.state.TableState;
import dev.lockstep.streams.state.TableState.Stage;
import dev.lockstep.streams.state.Touched;
import dev.lockstep.streams.state.Version;
import dev.lockstep.streams.state.VersionLog;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Settles one table at one marker: takes the versions that the marker covers into the rows, then
 * judges each touched key once.
 *
 * <p>Covered versions are gathered by key in memory, so an ordinary marker reads and writes a row
 * once. A marker that covers more than the limit, or a barrier that touches rows without a version
 * of their own, writes the rows first and lists in the store the touched keys of which there may be
 * something to say; they are judged from there. Both ways give the same rulings: judging depends on
 * the settled rows alone.
 *
 * <p>What is more than one stint is done in several, each of which goes on where the one before
 * ended: what was taken in is no longer in the log of versions, and what a barrier asks for beyond
 * its own version is noted in the table's state until it is done.
 */
final class Settlement {

  /** What a marker covered of one key: the newest of each side. */
  private static final class Covered {
    private @Nullable Version source;
    private @Nullable Version target;
    private boolean outsideSource;
    private boolean outsideTarget;

    void cover(Side side, Version version) {
      if (side == Side.SOURCE) {
        source = version;
        outsideSource |= version.outsideLog();
      } else {
        target = version;
        outsideTarget |= version.outsideLog();
      }
    }
  }

  private final Rows rows;
  private final VersionLog versions;
  private final RowJudge judge;
  private final Definitions definitions;
  private final int keysInMemory;
  private final FlowTable table;
  private final TableState state;
  private final Marker marker;
  private final Stint stint;
  private final Map<ByteBuffer, Covered> covered = new LinkedHashMap<>();
  private boolean spilled;

  Settlement(
      Bench bench,
      RowJudge judge,
      Definitions definitions,
      int keysInMemory,
      FlowTable table,
      TableState state,
      Marker marker,
      Stint stint) {
    this.rows = bench.rows();
    this.versions = bench.versions();
    this.judge = judge;
    this.definitions = definitions;
    this.keysInMemory = keysInMemory;
    this.table = table;
    this.state = state;
    this.marker = marker;
    this.stint = stint;
    this.spilled = state.isSettling();
  }

  /**
   * Goes on with this table; whether all is done.
   *
   * @param targetDoesNotExist asked when all that the marker covers has been taken in
   */
  boolean goOn(Coverage.Reach reach, BooleanSupplier targetDoesNotExist) {
    if (state.stage() != Stage.JUDGING) {
      if (!gather(reach, targetDoesNotExist)) {
        spill();
        state.stage(Stage.GATHERING);
        return false;
      }
      if (!spilled && !state.blocked()) {
        judgeGathered();
        return true;
      }
      spill();
    }
    boolean done = judgeTouched();
    state.stage(done ? Stage.SETTLED : Stage.JUDGING);
    return done;
  }

  private boolean gather(Coverage.Reach reach, BooleanSupplier targetDoesNotExist) {
    if (!walks() || !rechecks() || !source(reach.sourceOffset()) || !target(reach.targetSerial())) {
      return false;
    }
    if (targetDoesNotExist.getAsBoolean()) {
      state.doubting(true);
    }
    return walks();
  }

  /** Judges once more what an earlier marker asked for. */
  private boolean rechecks() {
    if (state.rechecks() == 0) {
      return true;
    }
    boolean all =
        versions.drainRechecks(
            state.id(),
            (key, touched) -> {
              covered(key);
              return stint.step();
            });
    if (all) {
      state.rechecks(0);
    }
    return all;
  }

  /** Takes in the source up to an offset, which the marker confirms. */
  private boolean source(long offset) {
    long confirmedMicros = ChronoUnit.MICROS.between(Instant.EPOCH, marker.getCapturedAt());
    return drain(
        Side.SOURCE,
        offset,
        version -> {
          state.confirmed(version.op());
          if (version.op().isChange()) {
            long lag = Math.floorDiv(confirmedMicros - version.capturedMicros(), 1000);
            state.lag().add(lag, version.capturedMicros() / 1000 - version.commitMillis());
          }
        });
  }

  /** Takes in the target up to a serial. */
  private boolean target(long serial) {
    return drain(Side.TARGET, serial, version -> {});
  }

  private void judgeGathered() {
    covered.forEach(
        (key, versionsOfKey) -> {
          Row row = rows.of(state, key.array());
          Touched touched = settle(row, versionsOfKey);
          judge.judge(table, state, key.array(), row, touched, marker);
          rows.keep(state, key.array(), row);
        });
  }

  /**
   * Judges what was touched; nothing while a side cannot be judged, whose next end looks at all.
   */
  private boolean judgeTouched() {
    return versions.drainTouched(
        state.id(),
        (key, touched) -> {
          if (!state.blocked()) {
            Row row = rows.of(state, key);
            judge.judge(table, state, key, row, touched, marker);
            rows.keep(state, key, row);
          }
          return stint.step();
        });
  }

  private boolean drain(Side side, long bound, Counter counter) {
    SideState sideState = state.side(side);
    long to =
        versions.drain(
            state,
            side,
            bound,
            (key, version) -> {
              if (version.op().isBarrier()) {
                spill();
                barrier(side, version);
                return walks();
              }
              counter.count(version);
              covered(key).cover(side, version);
              return stint.step();
            });
    sideState.settled(to);
    return to == bound && walks();
  }

  private Covered covered(byte[] key) {
    if (covered.size() >= keysInMemory) {
      spill();
    }
    return covered.computeIfAbsent(ByteBuffer.wrap(key), absent -> new Covered());
  }

  /** Writes the gathered versions into their rows and lists their keys for judging. */
  private void spill() {
    spilled = true;
    covered.forEach(
        (key, versionsOfKey) -> {
          Row row = rows.of(state, key.array());
          Touched touched = settle(row, versionsOfKey);
          rows.keep(state, key.array(), row);
          if (touched.outside() || RowJudge.concerns(state, row)) {
            touch(key.array(), touched);
          }
        });
    covered.clear();
  }

  private void touch(byte[] key, Touched touched) {
    spilled = true;
    versions.touch(state.id(), key, touched);
  }

  private void barrier(Side side, Version barrier) {
    SideState sideState = state.side(side);
    switch (barrier.op()) {
      case SNAPSHOT_START -> {
        sideState.snapshotStartSettled(barrier.offset());
        redefined(side, barrier);
        if (side == Side.SOURCE) {
          state.newEpoch();
        }
      }
      case SNAPSHOT_END -> sideState.snapshotEnds();
      case TRUNCATE -> sideState.wipe(barrier.offset());
      case SCHEMA_CHANGE -> redefined(side, barrier);
      case CREATE, UPDATE, DELETE, READ, UNREADABLE -> {}
    }
  }

  /** Walks over all rows as barriers have asked for; whether that is done. */
  private boolean walks() {
    for (Side side : Side.values()) {
      SideState sideState = state.side(side);
      if (sideState.wipeBefore() >= 0) {
        if (!wipe(side, sideState.wipeBefore())) {
          return false;
        }
        sideState.wiped();
      }
      if (sideState.snapshotEnding()) {
        sideState.snapshotEndSettled();
        state.doubting(true);
      }
    }
    if (state.doubting() && !touchDoubtful()) {
      return false;
    }
    state.doubting(false);
    return !stint.isOver();
  }

  /** Rows that are not right are to be judged: more can be said of them now. */
  private boolean touchDoubtful() {
    spill();
    return rows.walkOn(
        state,
        (key, row) -> {
          if (RowJudge.concerns(state, row)) {
            touch(key, Touched.AGAIN);
          }
          return stint.step();
        });
  }

  /** The definition is another one from here on: what was digested under it may say nothing. */
  private void redefined(Side side, Version barrier) {
    SideState sideState = state.side(side);
    if (sideState.fills().tellsOf(barrier.offset())) {
      filled(side, barrier.offset());
    }
    int before = sideState.settledSchema();
    if (barrier.schema() < 0 || barrier.schema() == before) {
      return;
    }
    sideState.settledSchema(barrier.schema());
    if (before >= 0 && definitions.reshaped(before, barrier.schema())) {
      sideState.reshapedSettled(barrier.offset());
    }
    int source = state.source().settledSchema();
    int target = state.target().settledSchema();
    boolean differed = state.definitions() != null;
    if (source < 0 || target < 0) {
      state.definitions(null, false);
    } else {
      state.definitions(
          definitions.difference(table, source, target).orElse(null),
          definitions.keysDiffer(table, SchemaPair.settled(state)));
    }
    if (differed && state.definitions() == null) {
      state.doubting(true);
    }
  }

  /**
   * Every row of a side has more columns from here on. Its digests are those of its records, so the
   * sums over them are made anew.
   */
  private void filled(Side side, long offset) {
    if (state.anyOpen()) {
      rows.each(state, (key, row) -> explainedBefore(row));
    }
    state.side(side).fills().settle(offset);
    state.side(side).digest(TableDigest.EMPTY);
    rows.each(
        state,
        (key, row) -> {
          state.side(side).exchange(null, row.side(side).digest());
          if (row.verdict() != null) {
            state.explain(row.difference());
          }
        });
  }

  private void explainedBefore(Row row) {
    if (row.verdict() != null) {
      state.explainNot(row.difference());
    }
  }

  /** Removes the rows of one side whose record lies before an offset. */
  private boolean wipe(Side side, long before) {
    return rows.walkOn(
        state,
        (key, row) -> {
          RowSide rowSide = row.side(side);
          if (rowSide.present() && rowSide.offset() < before) {
            Exchange.of(state, row, side, rowSide.digest(), null, rowSide::wipe);
            if (RowJudge.concerns(state, row)) {
              touch(key, new Touched(true, false, false, side, -1));
            }
            rows.keep(state, key, row);
          }
          return stint.step();
        });
  }

  private Touched settle(Row row, Covered versionsOfKey) {
    Version source = versionsOfKey.source;
    Version target = versionsOfKey.target;
    boolean changed = source != null && settle(row, Side.SOURCE, source);
    changed |= target != null && settle(row, Side.TARGET, target);
    long offset = source != null ? source.offset() : target != null ? target.offset() : -1;
    return new Touched(
        changed,
        versionsOfKey.outsideSource,
        versionsOfKey.outsideTarget,
        source != null ? Side.SOURCE : Side.TARGET,
        offset);
  }

  private boolean settle(Row row, Side side, Version version) {
    RowSide rowSide = row.side(side);
    RowDigest before = rowSide.digest();
    RowDigest after = version.op() == Op.UNREADABLE ? before : version.digest();
    Exchange.of(state, row, side, before, after, () -> rowSide.settle(version));
    return !Objects.equals(before, after);
  }

  private interface Counter {
    void count(Version version);
  }
}
