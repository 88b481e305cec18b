package dev.lockstep.streams.judge;

import dev.lockstep.streams.state.Op;
import dev.lockstep.streams.state.RowSide;
import dev.lockstep.streams.state.SideState;
import java.util.Objects;

/**
 * Whether a change found the row as the log had left it. If not, something changed the row without
 * being logged.
 *
 * <p>Nothing can be said of a snapshot read, which has no before; of a row that was last seen under
 * another set of columns, in an unreadable record, or before the snapshot that is being read; and
 * of a key never seen while the set of keys may be incomplete.
 */
final class BeforeImage {

  private BeforeImage() {}

  static boolean disagrees(Change change, RowSide row, SideState side) {
    if (change.op() == Op.READ || change.op() == Op.UNREADABLE || row.latestUnknown()) {
      return false;
    }
    if (change.op() != Op.CREATE && change.before() == null) {
      return false;
    }
    boolean known = row.latestDigest() != null && row.latestOffset() >= side.floor();
    // A row that is gone has no offset once that is settled, so its offset may not count before.
    if (side.beingRead() && (!known || row.latestOffset() < side.readingSince())) {
      return false;
    }
    if (known) {
      return row.latestOffset() >= side.shapeFloor()
          && !Objects.equals(change.before(), row.latestDigest());
    }
    return side.completeRead() && change.before() != null;
  }
}
