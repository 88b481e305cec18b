package dev.lockstep.launcher.fight.court;

/**
 * One claim that is not true, or one truth that was not said.
 *
 * @param count how many of its kind it stands for
 * @param words what was said, what is, and where
 */
public record Finding(Fault fault, String table, long count, String words) {

  /** In how many ways Lockstep can be wrong. */
  public enum Fault {
    /** A row differs and no verdict is open. */
    MISSED,
    /** A verdict is open and the row does not differ so. */
    FALSE_ALARM,
    /** A verdict was opened and closed again for a row that nobody had harmed. */
    PASSING_FALSE_ALARM,
    /** A row differs though nobody harmed it: lost, left over or wrong. */
    WRONG_DATA,
    /** Counts, digests or equality of a table are not what they are said to be. */
    WRONG_CLAIM,
    /** A table or the page was called equal while it was known not to be. */
    UNTRUE_EQUALITY,
    /** A table was called equal before anything of it was loaded. */
    EQUAL_UNREAD,
    /** An alert for which there is no cause. */
    CAUSELESS_ALERT,
    /** A cause for which there is no alert. */
    MISSING_ALERT,
    /** A change that could not be applied. */
    DEAD_LETTER,
    /** A program ended though nobody ended it. */
    ENDED_BY_ITSELF,
    /** All was said to be confirmed, and was not yet. */
    PREMATURE,
    /** It never came to rest. */
    STUCK
  }
}
