package dev.lockstep.launcher.fight.plan;

import java.util.Locale;

/**
 * One thing that is done to the pipeline. Picks are numbers that whoever acts folds onto what is
 * there at that moment.
 */
public sealed interface Act {

  /** Ends a part by SIGKILL and starts it again later. */
  record Kill(Part part, long downMillis) implements Act {}

  /** Stops a part as its operator would, and starts it again later. */
  record Stop(Part part, long downMillis) implements Act {}

  /** A part hangs: it is there and does nothing. */
  record Hang(Part part, long millis) implements Act {}

  /** Changes many rows of one table at once. */
  record Burst(Bulk bulk, int rows) implements Act {}

  /** Alters a table on both sides, one after the other. */
  record Alter(int pick, boolean targetFirst, long gapMillis) implements Act {}

  /** Damages a row of the target; a cold row is one that nobody else ever touches. */
  record Corrupt(Wound wound, boolean cold, int pick) implements Act {}

  /** Writes to a row of the target and leaves it as it was. */
  record Decoy(int pick) implements Act {}

  /** Makes a table that is refused, fills it, and mends it later. */
  record Refuse(int pick, long mendedAfterMillis) implements Act {}

  /** The topology stops, loses state, and starts again. */
  record Forget(Memory memory, long downMillis) implements Act {}

  /** The clock of a program jumps, and jumps back later. */
  record StepClock(Part part, long byMillis, long millis) implements Act {}

  /** What a burst does. */
  enum Bulk {
    INSERT,
    UPDATE,
    DELETE
  }

  /** What a corruption does to its row. */
  enum Wound {
    CHANGE,
    REMOVE,
    ADD
  }

  /** What the topology forgets. */
  enum Memory {
    LOCAL,
    ALL
  }

  /** Its kind, as records and sums name it. */
  default String kind() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
