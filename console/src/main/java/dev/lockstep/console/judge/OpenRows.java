package dev.lockstep.console.judge;

import dev.lockstep.schema.event.TableStatus;

/** Rows of a table with open verdicts. */
public final class OpenRows {

  private OpenRows() {}

  /** All but the inconclusive ones. */
  public static long wrong(TableStatus table) {
    return table.getOpenMismatched()
        + table.getOpenMissing()
        + table.getOpenExtra()
        + table.getOpenOutsideLog();
  }

  static long all(TableStatus table) {
    return wrong(table) + table.getInconclusive();
  }
}
