package dev.lockstep.console.view;

import java.util.List;

/**
 * The answer to the one question: is the copy right?
 *
 * @param level how good the answer is
 * @param headline the answer as one sentence
 * @param reasons what else must be known, the gravest first
 * @param figures the numbers behind it
 */
public record Judgement(Level level, String headline, List<String> reasons, Figures figures) {

  public Judgement {
    reasons = List.copyOf(reasons);
  }

  /** From worst to best; the first that applies is the answer. */
  public enum Level {
    /** Rows are known to be wrong, or a difference is known that no known row explains. */
    WRONG,
    /** Something cannot be judged at all. */
    BLOCKED,
    /** What is shown is old. */
    STALE,
    /** Nothing has been said yet. */
    WAITING,
    /** The first copy is under way. */
    LOADING,
    /** Right as far as compared, but far behind. */
    BEHIND,
    /** Every table equal at its newest marker. */
    IN_LOCKSTEP
  }

  /**
   * Sums over all tables.
   *
   * @param wrongRows open verdicts but the inconclusive ones
   * @param lagMillis the worst table's p99 in the newest windows; -1 when nothing changed lately
   * @param lagUncertaintyMillis what to add for the true lag's upper bound
   */
  public record Figures(
      int tables,
      int tablesEqual,
      long sourceRows,
      long targetRows,
      long wrongRows,
      long inconclusive,
      long inFlight,
      long confirmed,
      double changesPerSecond,
      long lagMillis,
      long lagUncertaintyMillis) {}
}
