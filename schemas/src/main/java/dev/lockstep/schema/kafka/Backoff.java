package dev.lockstep.schema.kafka;

import java.time.Duration;
import org.apache.kafka.common.utils.ExponentialBackoff;

/**
 * Waits that double from a first to a longest one, as Kafka's own clients reckon them. Without
 * jitter: what waits here is a few threads, and a test can say how long.
 */
public record Backoff(Duration first, Duration longest) {

  private static final int GROWTH = 2;
  private static final double NO_JITTER = 0;

  /** The wait after so many failures in a row, the first being 1. */
  public Duration after(int failures) {
    ExponentialBackoff kafka =
        new ExponentialBackoff(first.toMillis(), GROWTH, longest.toMillis(), NO_JITTER);
    return Duration.ofMillis(kafka.backoff(Math.max(0, failures - 1)));
  }
}
