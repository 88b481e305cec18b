package dev.lockstep.launcher.demo.shop;

import java.time.Duration;

/**
 * Says when the next change is due at a steady rate, whatever the last one took: an open loop. What
 * a stall has left undone is caught up, but never more than a bounded time's worth; the rest is
 * forgiven and counted, so that a stall does not end in a burst that nobody asked for.
 */
final class Pacer {

  private final double perNano;
  private final long catchUpNanos;
  private long origin;
  private double issued;
  private double forgiven;

  Pacer(double perSecond, Duration catchUp, long nowNanos) {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("Not a rate above zero: " + perSecond);
    }
    this.perNano = perSecond / 1e9;
    this.catchUpNanos = catchUp.toNanos();
    this.origin = nowNanos;
  }

  /** Takes note of changes made, and answers how many nanoseconds to wait; 0 when behind. */
  long waitAfter(int changes, long nowNanos) {
    issued += changes;
    long dueAt = origin + (long) (issued / perNano);
    long ahead = dueAt - nowNanos;
    if (ahead < -catchUpNanos) {
      long shift = -ahead - catchUpNanos;
      origin += shift;
      forgiven += shift * perNano;
    }
    return Math.max(0, ahead);
  }

  /** Changes that were due and never made, for the stalls were too long. */
  long forgiven() {
    return Math.round(forgiven);
  }
}
