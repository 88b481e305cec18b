package dev.lockstep.launcher.assess;

import java.time.Duration;

/**
 * What a flow has to copy, as the source estimates it.
 *
 * @param tables tables that take part
 */
public record FlowSize(String flow, int tables, long rows, long bytes) {

  /**
   * What a first copy reached with both databases, Kafka and all programs on two cores; servers of
   * their own are faster. An estimate of hours or days is what this is for, not of minutes.
   */
  static final long ROWS_PER_SECOND = 10_000;

  static final long BYTES_PER_SECOND = 4L << 20;

  /** How long the first copy may take. */
  public Duration copyTime() {
    return Duration.ofSeconds(Math.max(rows / ROWS_PER_SECOND, bytes / BYTES_PER_SECOND));
  }
}
