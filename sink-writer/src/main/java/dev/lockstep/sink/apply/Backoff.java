package dev.lockstep.sink.apply;

import java.time.Duration;

/** Waits that double from an initial to a longest one. */
public record Backoff(Duration initial, Duration longest) {

  /** The wait after so many failures in a row, the first being 1. */
  public Duration after(int failures) {
    int doublings = Math.min(Math.max(failures - 1, 0), 20);
    Duration wait = initial.multipliedBy(1L << doublings);
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
