package dev.lockstep.console.view;

import dev.lockstep.console.view.Judgement.Figures;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.TableStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words of the answer. */
final class Sentences {

  private Sentences() {}

  static String inLockstep(Figures figures) {
    String lag =
        figures.lagMillis() < 0
            ? "nothing changing"
            : "lag " + duration(Duration.ofMillis(figures.lagMillis()));
    return "In lockstep: %s equal, 0 open verdicts, %s in flight, %s"
        .formatted(count(figures.tablesEqual(), "table"), number(figures.inFlight()), lag);
  }

  static String wrongRows(long rows, List<String> tables) {
    String where = tables.size() == 1 ? tables.getFirst() : tables.size() + " tables";
    return rows == 1 ? "1 row is wrong in " + where : number(rows) + " rows are wrong in " + where;
  }

  static String wrongIn(TableStatus table) {
    List<String> kinds = new ArrayList<>();
    kind(kinds, table.getOpenMismatched(), table.getOpenMismatched() == 1 ? "differs" : "differ");
    kind(kinds, table.getOpenMissing(), "missing on the target");
    kind(kinds, table.getOpenExtra(), "extra on the target");
    kind(kinds, table.getOpenOutsideLog(), "changed outside the log");
    return table.getTable() + ": " + String.join(", ", kinds);
  }

  private static void kind(List<String> kinds, long rows, String word) {
    if (rows > 0) {
      kinds.add(number(rows) + " " + word);
    }
  }

  static String inconclusive(long rows, String table) {
    return count(rows, "row") + " of " + table + " could not be judged";
  }

  static String loading(TableStatus table) {
    return "%s is being copied: %s rows at the source, %s at the target"
        .formatted(table.getTable(), number(table.getSourceRows()), number(table.getTargetRows()));
  }

  static String altering(TableStatus table) {
    String why = table.getProblem() == null ? "" : ": " + table.getProblem();
    return table.getTable()
        + " is being altered, its rows are compared when both sides agree"
        + why;
  }

  static String reading(long behind) {
    return behind == 0
        ? "The console is reading what has happened so far"
        : "The console is still reading what has happened: " + count(behind, "record") + " to go";
  }

  static String component(ComponentStatus status) {
    String where =
        status.getTable().isEmpty()
            ? status.getSubject()
            : status.getSubject() + ", table " + status.getTable();
    String what =
        switch (status.getState()) {
          case FAILED -> "has failed";
          case REFUSED -> "refuses this";
          case RETRYING -> "is in trouble and tries again";
          case STARTING, SNAPSHOT, RUNNING, STOPPED ->
              "is " + status.getState().name().toLowerCase(Locale.ROOT);
        };
    String message = status.getMessage() == null ? "" : ": " + status.getMessage();
    return status.getProgram() + " (" + where + ") " + what + message;
  }

  static String count(long count, String thing) {
    return number(count) + " " + thing + (count == 1 ? "" : "s");
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String duration(Duration duration) {
    long millis = Math.max(0, duration.toMillis());
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 10_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    long seconds = millis / 1_000;
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3_600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
  }
}
