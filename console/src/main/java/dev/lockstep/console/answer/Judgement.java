package dev.lockstep.console.answer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The answer to the one question: is the copy right?
 *
 * @param level how good the answer is
 * @param headline the answer as one sentence
 * @param reasons what else must be known, the gravest first, at most {@link #MOST_REASONS}
 * @param claim what the equal tables are equal as of; empty where none is
 * @param standings every table that a flow includes, the worst first
 * @param figures the numbers behind it
 */
public record Judgement(
    Level level,
    String headline,
    List<String> reasons,
    Optional<Claim> claim,
    List<TableStanding> standings,
    Figures figures) {

  /** Further ones are counted. */
  public static final int MOST_REASONS = 100;

  public Judgement {
    reasons = List.copyOf(reasons);
    standings = List.copyOf(standings);
  }

  /** Whether every table that a flow includes is equal as of a moment ago. */
  public boolean inLockstep() {
    return level == Level.IN_LOCKSTEP;
  }

  /**
   * What equal is a claim about.
   *
   * @param sentence for people
   * @param tables how many tables it is about
   * @param at all that the source had committed by then is compared; empty when that is not known
   * @param position the same as a position of the source's log, if known
   */
  public record Claim(
      String sentence, long tables, Optional<Instant> at, Optional<String> position) {}

  /** From worst to best; the first that applies is the answer. */
  public enum Level {
    /** Rows are known to be wrong, or a difference is known that no known row explains. */
    WRONG,
    /** Something cannot be judged at all. */
    BLOCKED,
    /** What is shown is old, or nobody knows how old. */
    STALE,
    /** Something that takes part has not been spoken of yet. */
    WAITING,
    /** A copy is under way, the first one or a new one. */
    LOADING,
    /** Right as far as compared, but far behind. */
    BEHIND,
    /** Every table equal, as of a moment ago. */
    IN_LOCKSTEP
  }

  /**
   * Sums over all tables.
   *
   * @param tables tables that a flow includes
   * @param equalUnderRule those of the equal tables that have a column which is compared less than
   *     exactly
   * @param wrongRows open verdicts but the inconclusive ones
   * @param lagMillis the worst table's p99 in the newest windows; -1 when nothing changed lately
   * @param lagUncertaintyMillis what to add for the true lag's upper bound
   */
  public record Figures(
      int tables,
      int tablesEqual,
      int equalUnderRule,
      long sourceRows,
      long targetRows,
      long wrongRows,
      long inconclusive,
      long inFlight,
      long confirmed,
      double changesPerSecond,
      long lagMillis,
      long lagUncertaintyMillis) {

    /** The same with what only the judge can tell. */
    public Figures of(int included, int equal, int underRule) {
      return new Figures(
          included,
          equal,
          underRule,
          sourceRows,
          targetRows,
          wrongRows,
          inconclusive,
          inFlight,
          confirmed,
          changesPerSecond,
          lagMillis,
          lagUncertaintyMillis);
    }
  }
}
