package dev.lockstep.launcher.fight.plan;

import java.util.Comparator;
import java.util.List;

/**
 * One round: load for a while, and acts in between.
 *
 * @param number counts from 0
 * @param millis how long the load goes on
 * @param steps in the order of their times
 */
public record Round(int number, Theme theme, long millis, List<Step> steps) {

  public Round {
    steps = steps.stream().sorted(Comparator.comparingLong(Step::atMillis)).toList();
  }

  /** What a round is about. */
  public enum Theme {
    /** Programs that are not there from the beginning. */
    FIRST_START,
    /** Nothing but load, corruptions and decoys. */
    DAMAGE,
    /** Parts are killed, stopped and hung. */
    KILLS,
    /** A program stands still while a burst goes by. */
    LATE,
    /** The topology loses its state. */
    FORGETTING,
    /** Tables are altered. */
    ALTERING,
    /** A table is refused, then mended. */
    REFUSING,
    /** A burst, and something is killed within. */
    BURST,
    /** Clocks jump. */
    CLOCKS,
    /** All of it. */
    STORM
  }
}
