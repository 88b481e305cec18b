package dev.lockstep.console.view;

import java.time.Duration;

/**
 * How much the view holds at most. What falls off is counted by the pipeline all the same: counts
 * come from table statuses, never from the length of a list.
 *
 * @param openVerdicts newest open verdicts
 * @param closedVerdicts newest closed verdicts
 * @param openAlerts newest open alerts
 * @param resolvedAlerts newest resolved alerts
 * @param deadLetters newest dead letters
 * @param components statuses of components
 * @param tables tables over all flows
 * @param lagPoints lag windows over all tables
 * @param lagPointsOfTable lag windows of one table
 * @param lagHistory how far back lag is read at start
 */
public record ViewBounds(
    int openVerdicts,
    int closedVerdicts,
    int openAlerts,
    int resolvedAlerts,
    int deadLetters,
    int components,
    int tables,
    int lagPoints,
    int lagPointsOfTable,
    Duration lagHistory) {

  public static final ViewBounds DEFAULT =
      new ViewBounds(
          5_000, 500, 1_000, 200, 200, 20_000, 5_000, 60_000, 900, Duration.ofMinutes(15));

  /** Fewer points each when there are many tables, so that the sum stays bounded. */
  int lagPointsOfEach(int tablesNow) {
    return Math.max(2, Math.min(lagPointsOfTable, lagPoints / Math.max(1, tablesNow)));
  }
}
