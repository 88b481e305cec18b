package dev.lockstep.streams;

import dev.lockstep.flow.LockstepException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces threads that die, for ever: what ended one may pass (Kafka away, a registry that does
 * not answer), and a program that has given up by itself says nothing at all from then on. With a
 * pause that grows while they keep dying, and starts small again after a time without.
 */
final class Replacements {

  private static final Logger LOG = LoggerFactory.getLogger(Replacements.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration CALM = Duration.ofMinutes(2);

  /** Waits between a death and the replacement. */
  interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  private final LongSupplier nanoTime;
  private final Pause pause;
  private Duration next = FIRST_PAUSE;
  private long lastNanos;
  private long deaths;

  Replacements(LongSupplier nanoTime, Pause pause) {
    this.nanoTime = nanoTime;
    this.pause = pause;
  }

  StreamThreadExceptionResponse replace(Throwable error) {
    Duration wait = nextPause();
    LOG.warn(
        "A comparing thread died and is replaced in {} s (death {}): {}. If this goes on, its cause is below.",
        wait.toSeconds(),
        deaths,
        LockstepException.messageOf(error),
        error);
    try {
      pause.of(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  private synchronized Duration nextPause() {
    long now = nanoTime.getAsLong();
    if (deaths > 0 && now - lastNanos > CALM.toNanos()) {
      next = FIRST_PAUSE;
    }
    lastNanos = now;
    deaths++;
    Duration wait = next;
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    return wait;
  }
}
