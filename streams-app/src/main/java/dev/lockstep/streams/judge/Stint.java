package dev.lockstep.streams.judge;

import java.time.Duration;

/**
 * What may be done in one go, so that a marker that covers millions of rows keeps nobody waiting:
 * the task commits in between, says that it is alive, and takes in what comes.
 */
final class Stint {

  /** Asking the time costs more than most steps. */
  private static final int STEPS_BETWEEN_LOOKS = 256;

  private final long deadlineNanos;
  private int left;
  private int untilLook = STEPS_BETWEEN_LOOKS;

  private Stint(int steps, long deadlineNanos) {
    this.left = steps;
    this.deadlineNanos = deadlineNanos;
  }

  /** As much as can be done in this time: what takes a tenth of it here takes all of it there. */
  static Stint lasting(Duration time) {
    return new Stint(Integer.MAX_VALUE, System.nanoTime() + time.toNanos());
  }

  /** So many rows, and always the same. */
  static Stint of(int steps) {
    return new Stint(steps, Long.MAX_VALUE);
  }

  /** One step is done; whether another may be. */
  boolean step() {
    left--;
    if (--untilLook == 0) {
      untilLook = STEPS_BETWEEN_LOOKS;
      if (deadlineNanos != Long.MAX_VALUE && System.nanoTime() - deadlineNanos >= 0) {
        left = 0;
      }
    }
    return left > 0;
  }

  boolean isOver() {
    return left <= 0;
  }
}
