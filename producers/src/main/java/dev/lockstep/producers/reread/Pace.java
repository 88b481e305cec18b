package dev.lockstep.producers.reread;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/**
 * How fast work goes just now: over the last while and not since it began, so that a stand-still
 * shows within it and a slow start is forgotten.
 */
public final class Pace {

  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final Duration ENOUGH = Duration.ofSeconds(1);

  private record Mark(long nanos, long done) {}

  private final Deque<Mark> marks = new ArrayDeque<>();

  /** This much is done now. */
  public void done(long nanos, long done) {
    marks.addLast(new Mark(nanos, done));
    while (marks.size() > 2 && nanos - marks.getFirst().nanos > WINDOW.toNanos()) {
      marks.removeFirst();
    }
  }

  /** Empty while it is too early to tell. */
  public OptionalDouble perSecond() {
    if (marks.size() < 2) {
      return OptionalDouble.empty();
    }
    long nanos = marks.getLast().nanos - marks.getFirst().nanos;
    long done = marks.getLast().done - marks.getFirst().done;
    return nanos < ENOUGH.toNanos()
        ? OptionalDouble.empty()
        : OptionalDouble.of(done * (double) Duration.ofSeconds(1).toNanos() / nanos);
  }

  /** Time left for the rest at this pace; empty when that cannot be told. */
  public static java.util.Optional<Duration> remaining(
      long done, long total, OptionalDouble perSecond) {
    // An estimate of the total that has been passed tells nothing of the rest.
    if (perSecond.isEmpty() || perSecond.getAsDouble() <= 0 || done >= total) {
      return java.util.Optional.empty();
    }
    return java.util.Optional.of(
        Duration.ofMillis((long) ((total - done) * 1000 / perSecond.getAsDouble())));
  }
}
