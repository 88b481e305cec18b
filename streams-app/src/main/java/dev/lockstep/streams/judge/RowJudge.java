package dev.lockstep.streams.judge;

import static dev.lockstep.schema.event.VerdictKind.CHANGED_OUTSIDE_LOG;
import static dev.lockstep.schema.event.VerdictKind.EXTRA_ON_TARGET;
import static dev.lockstep.schema.event.VerdictKind.INCONCLUSIVE;
import static dev.lockstep.schema.event.VerdictKind.MISMATCHED;
import static dev.lockstep.schema.event.VerdictKind.MISSING_ON_TARGET;

import dev.lockstep.schema.event.Marker;
import dev.lockstep.schema.event.VerdictKind;
import dev.lockstep.schema.event.VerdictState;
import dev.lockstep.streams.state.OpenVerdict;
import dev.lockstep.streams.state.Row;
import dev.lockstep.streams.state.RowSide;
import dev.lockstep.streams.state.Side;
import dev.lockstep.streams.state.SideState;
import dev.lockstep.streams.state.TableState;
import dev.lockstep.streams.state.Touched;
import dev.lockstep.streams.state.VersionLog;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Judges one row at a marker and moves its verdict on: at most one is open for a key, another kind
 * closes it and opens the next, and it closes for good only when the row is right again.
 *
 * <p>When what is seen may be said (no false alarm, no silence):
 *
 * <ul>
 *   <li>both sides hold a row: at once. The source's version is at or below the applied offset and
 *       the target's is what the target held at the marker, so they must be equal;
 *   <li>only the source does: once the target's set of keys is known to be complete here;
 *   <li>only the target does: once both sets of keys are. A row the target had before the migration
 *       is then extra, and a row whose source snapshot is still to come is not;
 *   <li>while a side is read anew, or its definition has changed: only of rows that were told since
 *       then. What was known before is no longer the row;
 *   <li>while both sides have other primary keys: nothing. It is said of the table;
 *   <li>that the values differ: only while both sides have the same columns. Else it is the
 *       definitions that differ, which is said of the table.
 * </ul>
 *
 * <p>A row changed outside its log is a verdict of its own while both sides are equal; it stays
 * open until the next marker, so that it is seen. When they are not equal, the verdict is how they
 * differ, and the reason says that it was outside the log.
 */
final class RowJudge {

  private final VersionLog versions;
  private final Court court;
  private final LongSupplier nowMicros;
  private final int partition;

  RowJudge(VersionLog versions, Court court, LongSupplier nowMicros, int partition) {
    this.versions = versions;
    this.court = court;
    this.nowMicros = nowMicros;
    this.partition = partition;
  }

  /** The case of one row: everything a ruling needs. */
  private record Case(
      FlowTable table, TableState state, byte[] key, Row row, Touched touched, Marker marker) {}

  void judge(
      FlowTable table, TableState state, byte[] key, Row row, Touched touched, Marker marker) {
    Case at = new Case(table, state, key, row, touched, marker);
    OpenVerdict open = row.verdict();
    boolean differs = differs(row);
    VerdictKind kind = differs ? sayable(state, row) : null;
    if (kind != null) {
      differs(at, open, kind);
    } else if (touched.outside()) {
      outside(at, open);
    } else if (open != null && !differs) {
      close(at, open);
    }
  }

  /**
   * Whether there may be something to rule on this row as it and its table are now. What is too
   * early to tell of it is not asked for again by a change of the row: the end of a snapshot or an
   * agreement of the definitions, with which more may be told, looks at all rows.
   */
  static boolean concerns(TableState state, Row row) {
    return row.verdict() != null || (differs(row) && sayable(state, row) != null);
  }

  private static boolean differs(Row row) {
    return !row.equal() || row.source().unknown() || row.target().unknown();
  }

  /** What may be said of a row that is not right; null when it is too early to tell. */
  private static @Nullable VerdictKind sayable(TableState state, Row row) {
    if (row.source().unknown() || row.target().unknown()) {
      return INCONCLUSIVE;
    }
    if (state.keysDiffer()
        || isStale(row.source(), state.source())
        || isStale(row.target(), state.target())) {
      return null;
    }
    boolean targetComplete = state.target().baseline();
    if (!row.target().present()) {
      return targetComplete ? MISSING_ON_TARGET : null;
    }
    if (!row.source().present()) {
      return targetComplete && state.source().baseline() ? EXTRA_ON_TARGET : null;
    }
    return state.definitions() == null ? MISMATCHED : null;
  }

  /**
   * What is known of it, if anything, is from before a snapshot or a definition still to be read.
   */
  private static boolean isStale(RowSide row, SideState side) {
    return row.offset() < side.staleBefore();
  }

  private void differs(Case at, @Nullable OpenVerdict open, VerdictKind kind) {
    String reason = kind == INCONCLUSIVE ? unreadable(at.row) : outsideReason(at.touched);
    if (open != null && open.kind() != kind) {
      close(at, open);
      open = null;
    }
    if (open == null) {
      open(at, kind, reason);
    } else if (at.touched.changed() || at.touched.outside()) {
      OpenVerdict revised = open.revised(reason != null ? reason : open.reason());
      at.row.verdict(revised);
      state(at, revised, VerdictState.OPEN);
    }
  }

  private void outside(Case at, @Nullable OpenVerdict open) {
    String reason = outsideReason(at.touched);
    if (open != null && open.kind() == CHANGED_OUTSIDE_LOG) {
      OpenVerdict revised = open.revised(reason);
      at.row.verdict(revised);
      state(at, revised, VerdictState.OPEN);
    } else {
      if (open != null) {
        close(at, open);
      }
      open(at, CHANGED_OUTSIDE_LOG, reason);
    }
    versions.recheck(at.state.id(), at.key);
    at.state.rechecks(at.state.rechecks() + 1);
  }

  private void open(Case at, VerdictKind kind, @Nullable String reason) {
    String text = keyText(at);
    OpenVerdict open = new OpenVerdict(id(at, kind), kind, 1, nowMicros.getAsLong(), text, reason);
    at.row.verdict(open);
    at.state.opened(kind);
    at.state.explain(at.row.difference());
    state(at, open, VerdictState.OPEN);
  }

  private void close(Case at, OpenVerdict open) {
    at.row.verdict(null);
    at.state.closed(open.kind());
    at.state.explainNot(at.row.difference());
    state(at, open.revised(open.reason()), VerdictState.CLOSED);
  }

  private void state(Case at, OpenVerdict verdict, VerdictState verdictState) {
    boolean closed = verdictState == VerdictState.CLOSED;
    court.state(
        new Ruling(
            at.table,
            verdict.id(),
            verdict.keyText(),
            verdict.kind(),
            verdictState,
            verdict.revision(),
            verdict.reason(),
            at.row.source().offset(),
            at.row.target().offset(),
            at.state.source().fills().schemasSince(at.row.source().offset()),
            at.state.target().fills().schemasSince(at.row.target().offset()),
            at.marker.getPosition(),
            verdict.openedMicros(),
            closed ? nowMicros.getAsLong() : 0));
  }

  /** The key as text, from whichever record is nearest: the source's, the target's, the newest. */
  private String keyText(Case at) {
    if (at.row.source().offset() >= 0) {
      return court.keyText(at.table, Side.SOURCE, at.row.source().offset(), at.key);
    }
    if (at.row.target().offset() >= 0) {
      return court.keyText(at.table, Side.TARGET, at.row.target().offset(), at.key);
    }
    return court.keyText(at.table, at.touched.side(), at.touched.offset(), at.key);
  }

  /** The same opening has the same id in every replay: it depends on nothing but the topics. */
  private String id(Case at, VerdictKind kind) {
    String opening =
        String.join(
            "|",
            at.table.stateName(),
            Integer.toString(partition),
            HexFormat.of().formatHex(at.key),
            kind.name(),
            Long.toString(at.marker.getSerial()),
            Long.toString(at.row.source().offset()),
            Long.toString(at.row.target().offset()));
    return UUID.nameUUIDFromBytes(opening.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static @Nullable String outsideReason(Touched touched) {
    if (touched.outsideSource() && touched.outsideTarget()) {
      return "changed outside the log on both sides";
    }
    if (touched.outsideSource()) {
      return "changed outside the log on the source";
    }
    return touched.outsideTarget() ? "changed outside the log on the target" : null;
  }

  private static String unreadable(Row row) {
    Side side = row.source().unknown() ? Side.SOURCE : Side.TARGET;
    return "the newest record of the " + side.word() + " could not be read";
  }
}
