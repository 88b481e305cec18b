package dev.lockstep.sink.alert;

import java.time.Duration;
import java.time.Instant;

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
  private final AlertRules rules;
  private final Relevance relevance;
  private final SilenceWatch silence;
  private final AlertBook book;
  private Instant committed;
  private boolean read;

  AlertWorker(
      AlertLog log, AlertRules rules, Relevance relevance, SilenceWatch silence, Instant now) {
    this.log = log;
    this.rules = rules;
    this.relevance = relevance;
    this.silence = silence;
    this.book = AlertBook.restore(log.restore());
    this.committed = now;
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
      rules.signals(fact).forEach(book::apply);
      if (fact instanceof Fact.OfTable table) {
        silence.heard(table.status());
      }
    }
    silence.look(now).forEach(book::apply);
    if (book.hasTransitions() || (read && !now.isBefore(committed.plus(COUNTS_EVERY)))) {
      log.commit(book.drain());
      committed = now;
      read = false;
    }
  }
}
