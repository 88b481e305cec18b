package dev.lockstep.sink.alert;

import static dev.lockstep.schema.event.Severity.CRITICAL;
import static dev.lockstep.schema.event.Severity.INFO;
import static dev.lockstep.schema.event.Severity.WARNING;

import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.sink.alert.Signal.Effect;
import dev.lockstep.sink.alert.Signal.Words;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Programs in trouble: one alert for each subject that retries, and one for each that gave up. */
final class ComponentRules {

  private static final Words NONE = new Words("", "", "");

  private final ComponentStatus status;
  private final String code;
  private final String flow;
  private final String subject;
  private final Instant at;

  private ComponentRules(ComponentStatus status) {
    this.status = status;
    this.at = status.getAt();
    this.code =
        switch (status.getProgram()) {
          case "producers" -> "capture";
          case "streams" -> "comparison";
          default -> status.getProgram();
        };
    boolean ofFlow = !code.equals("capture");
    this.flow = ofFlow ? status.getSubject() : "";
    this.subject =
        status.getTable().isEmpty()
            ? status.getSubject()
            : ofFlow ? status.getTable() : status.getSubject() + "/" + status.getTable();
  }

  static List<Signal> signals(ComponentStatus status) {
    return new ComponentRules(status).signals();
  }

  private List<Signal> signals() {
    return switch (status.getState()) {
      case STARTING -> List.of();
      // A snapshot may fail at the same row again: only one that is over shows that trouble is.
      case SNAPSHOT -> List.of(release(gaveUp()), release(refused()), loading());
      case RUNNING ->
          List.of(restored(), release(gaveUp()), release(refused()), release(snapshot()), doubt());
      case RETRYING ->
          List.of(
              hold(
                  retrying(),
                  what() + " is in trouble and tries again",
                  "Nothing is lost; it goes on by itself when the trouble has passed."));
      case REFUSED ->
          List.of(
              release(retrying()),
              hold(
                  refused(),
                  what() + " is refused",
                  "Change what the detail names, then start again."));
      case FAILED ->
          List.of(
              release(retrying()),
              hold(
                  gaveUp(),
                  what() + " gave up",
                  "Remove the cause, then start the program again: it resumes where it stopped."));
      case STOPPED, LEFT_OUT ->
          List.of(
              release(retrying()),
              release(gaveUp()),
              release(refused()),
              release(blindSpot()),
              release(notCarriedOver()));
    };
  }

  private Cause retrying() {
    return new Cause(code, WARNING, flow, subject);
  }

  private Cause gaveUp() {
    return new Cause(code, CRITICAL, flow, subject);
  }

  private Cause refused() {
    String refusal = status.getTable().isEmpty() ? code + "-refused" : "table-refused";
    return new Cause(refusal, CRITICAL, flow, subject);
  }

  private Cause blindSpot() {
    return new Cause("blind-spot", WARNING, flow, subject);
  }

  /** What runs may still have something to say of what it cannot see. */
  private Signal doubt() {
    if (code.equals("sink")) {
      return status.getMessage() == null
          ? release(notCarriedOver())
          : hold(
              notCarriedOver(),
              "A change of table " + subject + " is not carried over to the target",
              "Make the target's table what the source's is.");
    }
    return status.getMessage() == null
        ? release(blindSpot())
        : hold(
            blindSpot(),
            "The log may not tell everything of " + subject,
            "Avoid what the detail names, or compare the whole table before you rely on it.");
  }

  private Cause notCarriedOver() {
    return new Cause("not-carried-over", WARNING, flow, subject);
  }

  private Cause snapshot() {
    return new Cause("snapshot", INFO, flow, subject);
  }

  /** Opened while rows are loaded, resolved when the snapshot is complete. */
  private Signal loading() {
    return new Signal(
        snapshot(),
        new Effect.Hold(),
        at.toString(),
        new Words(
            "Snapshot of " + subject,
            "All rows are read once; resolved when that is done.",
            "Nothing to do."),
        at);
  }

  private Signal restored() {
    return new Signal(
        retrying(),
        new Effect.ReleaseAndSay(
            new Cause("restored", INFO, flow, subject),
            new Words(what() + " goes on", "The trouble has passed.", "Nothing to do.")),
        at.toString(),
        NONE,
        at);
  }

  private Signal hold(Cause cause, String title, String otherwise) {
    return new Signal(
        cause,
        new Effect.Hold(),
        at.toString(),
        new Words(
            title,
            orElse(status.getMessage(), "No reason was given."),
            orElse(status.getRemedy(), otherwise)),
        at);
  }

  private Signal release(Cause cause) {
    return new Signal(cause, new Effect.Release(), at.toString(), NONE, at);
  }

  private String what() {
    return switch (code) {
      case "capture" -> "Capture of " + subject;
      case "sink" -> "Applying " + (flow.equals(subject) ? "flow " : "table ") + subject;
      case "comparison" -> "Comparison of " + subject;
      default -> "Program " + code + " (" + subject + ")";
    };
  }

  private static String orElse(@Nullable String text, String otherwise) {
    return text == null || text.isBlank() ? otherwise : text;
  }
}
