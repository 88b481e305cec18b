package dev.lockstep.schema.kafka;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Failures in a row of something that is tried for ever, and the pause after each. An attempt that
 * went well for a calm time is the end of the row: what ends it after that is the first failure
 * again. Thread-safe.
 */
public final class Retries {

  private final Backoff backoff;
  private final Duration calm;
  private final LongSupplier nanoTime;
  private int failures;
  private long resumedNanos;

  /**
   * @param calm how long an attempt has to last for its failure to be the first one again
   */
  public Retries(Backoff backoff, Duration calm, LongSupplier nanoTime) {
    this.backoff = backoff;
    this.calm = calm;
    this.nanoTime = nanoTime;
    this.resumedNanos = nanoTime.getAsLong();
  }

  /** An attempt has failed: how long to wait before the next. */
  public synchronized Duration next() {
    long now = nanoTime.getAsLong();
    if (now - resumedNanos > calm.toNanos()) {
      failures = 0;
    }
    Duration pause = backoff.after(++failures);
    resumedNanos = now + pause.toNanos();
    return pause;
  }

  /** So many failed in a row. */
  public synchronized int failures() {
    return failures;
  }
}
