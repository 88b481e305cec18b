package dev.lockstep.streams;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replaces threads that die, with a growing pause, until it happens too often. */
final class Replacements {

  private static final Logger LOG = LoggerFactory.getLogger(Replacements.class);
  private static final int LIMIT = 10;
  private static final Duration WITHIN = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final LongSupplier nanoTime;
  private final Deque<Long> deaths = new ArrayDeque<>();

  Replacements(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  synchronized StreamThreadExceptionResponse decide(Throwable error, Consumer<Throwable> failed) {
    long now = nanoTime.getAsLong();
    deaths.add(now);
    while (now - deaths.getFirst() > WITHIN.toNanos()) {
      deaths.removeFirst();
    }
    if (deaths.size() > LIMIT) {
      LOG.error("A comparing thread died {} times within {}: giving up", LIMIT + 1, WITHIN, error);
      failed.accept(error);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    LOG.warn("A comparing thread died and is replaced ({} of {})", deaths.size(), LIMIT, error);
    pause(PAUSE.multipliedBy(deaths.size()));
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
