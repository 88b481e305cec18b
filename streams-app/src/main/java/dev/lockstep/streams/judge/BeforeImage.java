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
 * another set of columns or in an unreadable record; and of a key never seen while the set of keys
 * may still be incomplete.
 */
final class BeforeImage {

  private BeforeImage() {}

  /**
   * @param complete whether a key without a record is known not to exist
   */
  static boolean disagrees(Change change, RowSide row, SideState side, boolean complete) {
    if (change.op() == Op.READ || change.op() == Op.UNREADABLE || row.latestUnknown()) {
      return false;
    }
    if (change.op() != Op.CREATE && change.before() == null) {
      return false;
    }
    boolean known = row.latestDigest() != null && row.latestOffset() >= side.floor();
    if (known) {
      return row.latestOffset() >= side.shapeFloor()
          && !Objects.equals(change.before(), row.latestDigest());
    }
    return complete && change.before() != null;
  }
}
