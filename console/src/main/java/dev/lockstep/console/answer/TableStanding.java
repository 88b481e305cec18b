package dev.lockstep.console.answer;

import java.util.Optional;

/**
 * How one table of a flow stands, whether the comparison has spoken of it or not.
 *
 * @param flow the flow that includes it
 * @param table its name at the source
 * @param why the sentence that belongs to the state; empty when all is well
 * @param remedy what to do, when somebody said so
 * @param work what is under way, when something is
 */
public record TableStanding(
    String flow,
    String table,
    State state,
    Optional<String> why,
    Optional<String> remedy,
    Optional<Work> work) {

  /** From worst to best; only the last three are well. */
  public enum State {
    /** Rows are known to be wrong, or differ for no known reason. */
    WRONG,
    /** A program refuses it or gave it up. */
    REFUSED,
    /** The comparison cannot judge it. */
    BLOCKED,
    /** A program is in trouble with it and tries again. */
    RETRYING,
    /** Some rows could not be judged. */
    UNSURE,
    /** It takes part and has not been read. */
    UNREAD,
    /** Nothing was heard of it for too long. */
    OLD,
    /** Equal, but nobody knows up to when. */
    UNDATED,
    /** It is read anew by itself. */
    REREAD,
    /** Nothing of it has arrived. */
    WAITING,
    /** Its first copy or a new one is under way. */
    COPYING,
    /** The definitions of both sides differ. */
    ALTERING,
    /** Equal as of too long ago. */
    BEHIND,
    /** It was dropped at the source, and the copy is empty. */
    GONE,
    /** It matches, and has no rows of its own: a view. */
    LEFT_OUT,
    /** Equal, as of a moment ago. */
    EQUAL
  }

  /** What a table of a flow is called wherever facts have an id. */
  public static String id(String flow, String table) {
    return flow + "/" + table;
  }

  public String id() {
    return id(flow, table);
  }

  public boolean is(State expected) {
    return state == expected;
  }
}
