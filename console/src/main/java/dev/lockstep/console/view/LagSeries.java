package dev.lockstep.console.view;

import java.util.List;

/** The newest lag windows of one table, oldest first. */
public record LagSeries(String flow, String table, List<LagPoint> points) {

  public LagSeries {
    points = List.copyOf(points);
  }

  /** The id of the table in {@link Snapshot#tables()}. */
  public String tableId() {
    return ConsoleView.tableId(flow, table);
  }
}
