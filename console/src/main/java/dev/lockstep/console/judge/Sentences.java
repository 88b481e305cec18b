package dev.lockstep.console.judge;

import dev.lockstep.console.answer.Judgement.Figures;
import dev.lockstep.console.answer.TableStanding.State;
import dev.lockstep.console.answer.Work;
import dev.lockstep.flow.Flow;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.TableStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The words of the answer. */
final class Sentences {

  /** Words that begin a sentence and are no names. */
  private static final Set<String> PLAIN = Set.of("No", "The", "It", "Nothing", "Flow");

  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private Sentences() {}

  static String beside(long equalTables, String sentence) {
    int space = sentence.indexOf(' ');
    boolean plain = space > 0 && PLAIN.contains(sentence.substring(0, space));
    String continued =
        plain
            ? sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1)
            : sentence;
    return count(equalTables, "table") + " equal; " + continued;
  }

  static String equal(int tables) {
    return count(tables, "table") + (tables == 1 ? " is equal" : " are equal");
  }

  static String asOf(Instant at, Optional<String> position, Instant now) {
    Duration age = Duration.between(at, now);
    String time = (age.compareTo(Duration.ofHours(12)) < 0 ? TIME : DAY_AND_TIME).format(at);
    return " as of %s, %s ago%s"
        .formatted(
            time, duration(age), position.map(known -> " (position " + known + ")").orElse(""));
  }

  /** One sentence for many tables in the same state; empty where each is said by itself only. */
  static Optional<String> many(State state, int tables) {
    String what =
        switch (state) {
          case REFUSED -> "are refused";
          case BLOCKED -> "cannot be judged";
          case RETRYING -> "are in trouble and tried again";
          case UNREAD -> "have not been read";
          case OLD -> "have sent no news lately";
          case UNDATED -> "are equal, but it is not known as of when";
          case REREAD -> "are read anew";
          case BEHIND -> "are behind";
          case ALTERING -> "are being altered";
          case WRONG, UNSURE, WAITING, COPYING, GONE, LEFT_OUT, EQUAL -> "";
        };
    return what.isEmpty() ? Optional.empty() : Optional.of(count(tables, "table") + " " + what);
  }

  /** What a program says of a table, beginning with the table. */
  static String ofTable(String table, ComponentStatus status, Flow flow) {
    String who =
        status.getProgram().equals(CaptureStatuses.SINK)
            ? " by the sink"
            : status.getSubject().equals(flow.target()) ? " at the target" : "";
    String message = status.getMessage() == null ? "" : ": " + status.getMessage();
    return switch (status.getState()) {
      case REFUSED -> table + " is refused" + who + message;
      case FAILED -> table + " was given up" + who + message;
      case RETRYING -> table + " is in trouble and tried again" + who + message;
      case SNAPSHOT -> table + " is read anew" + who + message;
      case STARTING, RUNNING, STOPPED, LEFT_OUT -> table + who + message;
    };
  }

  /** An endpoint's tables are read whole. */
  static String reading(ComponentStatus capture) {
    return capture.getMessage() == null
        ? "The tables of " + capture.getSubject() + " are read" + progress(Work.of(capture))
        : "The tables of %s are read anew: %s%s"
            .formatted(capture.getSubject(), capture.getMessage(), progress(Work.of(capture)));
  }

  static String behind(ComponentStatus capture, Duration behind) {
    return "The capture of %s is %s behind the end of its log%s"
        .formatted(capture.getSubject(), duration(behind), pace(Work.of(capture)));
  }

  /** What follows a sentence on something under way. */
  static String progress(Work work) {
    if (work.done() == 0 && work.total() == 0) {
      return "";
    }
    String rows =
        work.total() > 0
            ? "%s of about %s rows".formatted(number(work.done()), number(work.total()))
            : count(work.done(), "row");
    return "; " + rows + pace(work);
  }

  private static String pace(Work work) {
    return work.ratePerSecond()
            .map(rate -> ", " + number(Math.round(rate)) + " a second")
            .orElse("")
        + work.remainingMillis()
            .map(left -> ", about " + duration(Duration.ofMillis(left)) + " left")
            .orElse("");
  }

  static String inLockstep(Figures figures) {
    String lag =
        figures.lagMillis() < 0
            ? "nothing changing"
            : "lag " + duration(Duration.ofMillis(figures.lagMillis()));
    return "In lockstep: %s equal%s, 0 open verdicts, %s in flight, %s"
        .formatted(
            count(figures.tablesEqual(), "table"),
            figures.equalUnderRule() == 0
                ? ""
                : " (" + number(figures.equalUnderRule()) + " under a rule)",
            number(figures.inFlight()),
            lag);
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
    String why = table.getProblem() == null ? "" : " (" + table.getProblem() + ")";
    return "%s is being copied%s: %s rows at the source, %s at the target"
        .formatted(
            table.getTable(), why, number(table.getSourceRows()), number(table.getTargetRows()));
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
          case STARTING, SNAPSHOT, RUNNING, STOPPED, LEFT_OUT ->
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
