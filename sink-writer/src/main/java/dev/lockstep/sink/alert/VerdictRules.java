package dev.lockstep.sink.alert;

import static dev.lockstep.schema.event.Severity.CRITICAL;
import static dev.lockstep.schema.event.Severity.WARNING;

import dev.lockstep.schema.event.ColumnDifference;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.event.VerdictKind;
import dev.lockstep.schema.event.VerdictState;
import dev.lockstep.sink.alert.Signal.Effect;
import dev.lockstep.sink.alert.Signal.Words;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Rows that are wrong: one alert for each table and kind, while a verdict of the kind is open. */
final class VerdictRules {

  /** The revision of the record that opens a verdict; later ones tell more of the same. */
  private static final int OPENING = 1;

  private static final String LOOK =
      "Look at the table's verdicts: they name key and columns. A verdict closes by itself when the row is"
          + " right again.";

  private VerdictRules() {}

  static List<Signal> signals(Verdict verdict) {
    if (verdict.getState() == VerdictState.CLOSED) {
      Instant at = Objects.requireNonNullElse(verdict.getClosedAt(), verdict.getOpenedAt());
      return List.of(signal(verdict, -1, at));
    }
    return verdict.getRevision() == OPENING
        ? List.of(signal(verdict, 1, verdict.getOpenedAt()))
        : List.of();
  }

  private static Signal signal(Verdict verdict, int change, Instant at) {
    String table = verdict.getTable();
    return new Signal(
        cause(verdict),
        new Effect.Add(change),
        verdict.getId(),
        new Words(title(verdict, table), detail(verdict), LOOK),
        at);
  }

  private static Cause cause(Verdict verdict) {
    return cause(verdict.getKind(), verdict.getFlow(), verdict.getTable());
  }

  static Cause cause(VerdictKind kind, String flow, String table) {
    return switch (kind) {
      case MISMATCHED -> new Cause("rows-mismatched", CRITICAL, flow, table);
      case MISSING_ON_TARGET -> new Cause("rows-missing", CRITICAL, flow, table);
      case EXTRA_ON_TARGET -> new Cause("rows-extra", CRITICAL, flow, table);
      case CHANGED_OUTSIDE_LOG -> new Cause("changed-outside-log", CRITICAL, flow, table);
      case INCONCLUSIVE -> new Cause("rows-inconclusive", WARNING, flow, table);
    };
  }

  private static String title(Verdict verdict, String table) {
    return switch (verdict.getKind()) {
      case MISMATCHED -> "Rows of " + table + " differ on the target";
      case MISSING_ON_TARGET -> "Rows of " + table + " are missing on the target";
      case EXTRA_ON_TARGET -> "Rows on the target are not in " + table;
      case CHANGED_OUTSIDE_LOG -> "Rows of " + table + " changed outside the database's log";
      case INCONCLUSIVE -> "Rows of " + table + " cannot be compared";
    };
  }

  /** Names of columns, never values: who may see those is decided where verdicts are shown. */
  private static String detail(Verdict verdict) {
    StringBuilder detail = new StringBuilder("First: ").append(verdict.getKey());
    if (!verdict.getColumns().isEmpty()) {
      detail
          .append(", columns ")
          .append(
              String.join(
                  ", ", verdict.getColumns().stream().map(ColumnDifference::getColumn).toList()));
    }
    if (verdict.getReason() != null) {
      detail.append(", ").append(verdict.getReason());
    }
    return detail.append('.').toString();
  }
}
