package dev.lockstep.sink.apply;

import dev.lockstep.sink.position.Taken;
import org.jspecify.annotations.Nullable;

/**
 * A partition that the group gave us.
 *
 * <p>It is taken (progress and fence known) or not, and delivers or stands still until it is due.
 * Mutable, owned by the one thread of its {@link ApplyLoop}.
 */
final class Holding {

  /** Where we stand; null until the partition is taken over on the target. */
  @Nullable Taken taken;

  /** Whether the log delivers it. */
  boolean delivering;

  /** When to try again, while it stands still. */
  long dueNanos;

  /** The last offset that the log held when it was started. */
  long endAtStart = Taken.NOTHING;

  /** Whether since the last trouble, or start, something was applied or nothing was left to be. */
  boolean runs;

  /** Failures in a row. */
  int failures;

  /** Whether the log has a gap before it: only a snapshot makes the rows whole again. */
  boolean awaitingSnapshot;

  /** The record that waits for a conflict to pass, and since when. */
  long conflictOffset = Taken.NOTHING;

  long conflictSinceNanos;

  /** When it last delivered a record. */
  long lastRecordNanos;

  void standStill(long untilNanos) {
    delivering = false;
    runs = false;
    dueNanos = untilNanos;
  }
}
