package dev.lockstep.sink.alert;

import dev.lockstep.schema.event.Alert;
import java.time.Instant;

/**
 * What a fact does to the alert of a cause.
 *
 * @param cause which alert
 * @param effect what happens to it
 * @param trigger identifies the fact; the id of an alert that this opens depends on it and the
 *     cause
 * @param words what the alert says if this opens it
 * @param at the fact's own time: nothing here depends on when a fact is read
 */
record Signal(Cause cause, Effect effect, String trigger, Words words, Instant at) {

  /** The alert's subject is no longer configured: nobody will say any more that it is right. */
  static Signal over(Alert alert, Instant at) {
    return new Signal(
        Cause.of(alert), new Effect.Release(), at.toString(), new Words("", "", ""), at);
  }

  /** What a person reads. */
  record Words(String title, String detail, String remedy) {}

  /** What happens to the alert. */
  sealed interface Effect {

    /** So many things more, or fewer: opens above zero, resolves at zero. */
    record Add(long count) implements Effect {}

    /** The trouble is there: opens unless open. */
    record Hold() implements Effect {}

    /** The trouble is gone: resolves if open. */
    record Release() implements Effect {}

    /** The trouble is gone if nothing was added to it since: resolves if last touched earlier. */
    record ReleaseOlder(Instant than) implements Effect {}

    /**
     * The trouble is gone, and a person would like to hear so; {@code event} occurs if it was open.
     */
    record ReleaseAndSay(Cause event, Words words) implements Effect {}
  }
}
