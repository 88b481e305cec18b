package dev.lockstep.console.rest;

import dev.lockstep.console.kind.ComponentFacts;
import dev.lockstep.console.kind.TableFacts;
import dev.lockstep.console.view.Snapshot;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the pipeline lives and can be seen: not whether the data is right, which is what alerts
 * are for. A single table that is refused is no reason to restart anything.
 */
record Health(List<String> reasons) {

  /** Goes with every answer, for whoever reads "ok" while alerts are open. */
  static final String MEANING =
      "whether the pipeline lives and can be seen; whether the data is right: inLockstep in"
          + " judgement, /api/alerts";

  /** The view publishes twice a second, so an older picture means that it hangs. */
  private static final Duration VIEW_SILENCE = Duration.ofSeconds(20);

  /** A running capture says every 5 s how far it is. */
  private static final Duration CAPTURE_SILENCE = Duration.ofSeconds(30);

  /** Markers come each second even when nothing changes. */
  private static final Duration TABLE_SILENCE = Duration.ofSeconds(30);

  Health {
    reasons = List.copyOf(reasons);
  }

  boolean isHealthy() {
    return reasons.isEmpty();
  }

  static Health of(Snapshot snapshot, Instant now) {
    List<String> reasons = new ArrayList<>();
    if (isOlder(snapshot.at(), VIEW_SILENCE, now)) {
      reasons.add("the console's view stands still since " + snapshot.at());
    }
    if (!snapshot.reader().missingTopics().isEmpty()) {
      reasons.add(
          "topics do not exist yet: " + String.join(", ", snapshot.reader().missingTopics()));
    } else if (!snapshot.reader().caughtUp()) {
      reasons.add(
          snapshot.reader().problem().orElse("the topics have not been read to their end yet"));
    }
    if (snapshot.of(TableFacts.class).open().isEmpty()) {
      reasons.add("nothing has been said of any table yet");
    }
    snapshot
        .of(ComponentFacts.class)
        .facts()
        .forEach(component -> component(component, now, reasons));
    snapshot.of(TableFacts.class).facts().forEach(table -> table(table, now, reasons));
    return new Health(reasons);
  }

  private static void component(ComponentStatus status, Instant now, List<String> reasons) {
    boolean down =
        switch (status.getState()) {
          case FAILED, REFUSED, RETRYING -> true;
          case STARTING, SNAPSHOT, RUNNING, STOPPED, LEFT_OUT -> false;
        };
    if (down && status.getTable().isEmpty()) {
      String message = status.getMessage() == null ? "" : ": " + status.getMessage();
      reasons.add(
          "%s (%s) is %s%s"
              .formatted(status.getProgram(), status.getSubject(), status.getState(), message));
    } else if (isCapture(status) && isOlder(status.getAt(), CAPTURE_SILENCE, now)) {
      reasons.add(
          "nothing heard of the capture of " + status.getSubject() + " since " + status.getAt());
    }
  }

  /** Only a running one is bound to speak. */
  private static boolean isCapture(ComponentStatus status) {
    return status.getProgram().equals("producers")
        && status.getTable().isEmpty()
        && status.getState() == ComponentState.RUNNING;
  }

  private static void table(TableStatus table, Instant now, List<String> reasons) {
    Instant newest = table.getMarkedAt() == null ? table.getAt() : table.getMarkedAt();
    if (table.getPhase() == TablePhase.FOLLOWING && isOlder(newest, TABLE_SILENCE, now)) {
      reasons.add("nothing heard of " + table.getTable() + " since " + newest);
    }
  }

  private static boolean isOlder(Instant then, Duration limit, Instant now) {
    return Duration.between(then, now).compareTo(limit) > 0;
  }
}
