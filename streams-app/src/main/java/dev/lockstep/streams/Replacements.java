package dev.lockstep.streams;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.schema.kafka.Backoff;
import dev.lockstep.schema.kafka.Retries;
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
  private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
  private static final Duration CALM = Duration.ofMinutes(2);

  /** Waits between a death and the replacement. */
  interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  /** Is told of each death. */
  interface Deaths {
    void died(Throwable error, Duration pause);
  }

  private final Pause pause;
  private final Deaths deaths;
  private final Retries retries;

  Replacements(LongSupplier nanoTime, Pause pause, Deaths deaths) {
    this.retries = new Retries(PAUSES, CALM, nanoTime);
    this.pause = pause;
    this.deaths = deaths;
  }

  StreamThreadExceptionResponse replace(Throwable error) {
    Duration wait = retries.next();
    LOG.warn(
        "A comparing thread died and is replaced in {} s (death {} in a row): {}. If this goes on, its cause is below.",
        wait.toSeconds(),
        retries.failures(),
        LockstepException.messageOf(error),
        error);
    deaths.died(error, wait);
    try {
      pause.of(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }
}
