package dev.lockstep.streams.judge;

import dev.lockstep.schema.row.RowDigest;
import dev.lockstep.streams.state.RowSide;
import dev.lockstep.streams.state.Side;
import dev.lockstep.streams.state.TableState;

/**
 * When a side can no longer be judged by what is known of it, what is said of that, and how it
 * begins anew: with a snapshot, in which it forgets what it held and keeps the other side.
 */
final class Restart {

  private static final String REREAD = "run ./lockstep reread for this table: %s --side %s";

  private Restart() {}

  /** Forgets all that is known of one side. What is open of its rows stays so until judged. */
  static void begin(Bench bench, TableState state, Side side) {
    bench.versions().clear(state, side);
    if (state.isSettling() && state.blocked()) {
      // Nothing is said of rows while a side is blocked; those that are not right are looked at
      // when
      // the snapshot ends. A side that begins for the first time takes nothing from the other,
      // whose
      // rows are judged as if it had begun a moment later.
      bench.versions().drainTouched(state.id(), (key, touched) -> true);
    }
    bench
        .rows()
        .each(
            state,
            (key, row) -> {
              RowSide rowSide = row.side(side);
              RowDigest before = rowSide.digest();
              Exchange.of(state, row, side, before, null, rowSide::forget);
              bench.rows().keep(state, key, row);
            });
    state.begin(side);
  }

  /** The topic's records are counted from its start again: it waits for its first snapshot. */
  static void topicMadeAnew(
      Bench bench, FlowTable table, TableState state, Side side, String newId) {
    bench.versions().clear(state, side);
    state.side(side).topicMadeAnew(newId, side == Side.SOURCE);
    state.walkedTo(null);
    state.side(side).block("the topic %s was deleted and made anew".formatted(table.topic(side)));
  }

  static String recoded(Side side, String why) {
    return "%s: the %s is read anew for it, by itself".formatted(why, side.word());
  }

  static String beginsInTheMiddle(FlowTable table, Side side, long offset) {
    return "the history of the %s is lost: %s begins at offset %d, and what was before has expired unread (topics.retention): %s"
        .formatted(side.word(), table.topic(side), offset, remedy(table, side.word()));
  }

  static String expiredUnread(FlowTable table, Side side, long from, long to) {
    return "the history of the %s is lost: records %d to %d of %s expired before they were read (topics.retention): %s"
        .formatted(side.word(), from, to - 1, table.topic(side), remedy(table, side.word()));
  }

  static String refused(FlowTable table, Side side) {
    return "the capture of the %s refuses %s: see what it says of that table, and it goes on when that is mended"
        .formatted(side.word(), table.topic(side));
  }

  static String countedAgain(Side side, Change change) {
    return "the capture of the %s lost its position and counts its records from %d again: remove the state of the streams application so that a new baseline begins"
        .formatted(side.word(), change.serial());
  }

  static String markersExpired(String stateName, long from, long to) {
    return "markers %d to %d of this partition expired before they were read (topics.retention): %s"
        .formatted(from, to - 1, remedy(stateName, "both"));
  }

  private static String remedy(FlowTable table, String side) {
    return remedy(table.stateName(), side);
  }

  private static String remedy(String stateName, String side) {
    return REREAD.formatted(stateName.replaceFirst("/", "."), side);
  }
}
