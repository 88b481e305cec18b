package dev.lockstep.sink.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Takes facts through rules and book to the alert topics.
 *
 * <p>What opened or resolved is committed at once, mere counts at most once in a while. Either way
 * a commit holds everything that changed and all facts read so far: so the states in the topic and
 * the positions in the facts always fit each other, and nothing else is needed to go on after a
 * crash. After any exception the worker is useless; a new one restores itself. For one thread.
 */
final class AlertWorker {

  /** Between commits that only tell of counts, or of facts that led to nothing. */
  static final Duration COUNTS_EVERY = Duration.ofSeconds(1);

  private final AlertLog log;
  private final Relevance relevance;
  private final Watches watches;
  private final LongSupplier nanoTime;
  private final AlertBook book;
  private long committedNanos;
  private boolean read;

  AlertWorker(
      AlertLog log, Relevance relevance, Watches watches, LongSupplier nanoTime, Instant now) {
    this.log = log;
    this.relevance = relevance;
    this.watches = watches;
    this.nanoTime = nanoTime;
    this.book = AlertBook.restore(log.restore());
    this.committedNanos = nanoTime.getAsLong();
    watches.restore(log.statuses());
    book.open().stream()
        .filter(alert -> !relevance.concerns(alert))
        .forEach(alert -> book.apply(Signal.over(alert, now)));
  }

  void turn(Instant now) {
    for (Fact fact : log.poll()) {
      read = true;
      if (!relevance.concerns(fact)) {
        continue;
      }
      AlertRules.signals(fact).forEach(book::apply);
      watches.heard(fact).forEach(book::apply);
    }
    watches.look(now, log::topics).forEach(book::apply);
    long nanos = nanoTime.getAsLong();
    if (book.hasTransitions() || (read && nanos - committedNanos >= COUNTS_EVERY.toNanos())) {
      log.commit(book.drain());
      committedNanos = nanos;
      read = false;
    }
  }
}
