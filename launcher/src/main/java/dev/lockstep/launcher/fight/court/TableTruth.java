package dev.lockstep.launcher.fight.court;

import java.util.List;
import java.util.Map;

/**
 * What a full read of both sides has found of one table.
 *
 * @param differences by key, in no order
 * @param problem why it could not be read, or "" when it could
 */
public record TableTruth(
    String table,
    long sourceRows,
    long targetRows,
    Map<String, Difference> differences,
    String problem) {

  public TableTruth {
    differences = Map.copyOf(differences);
  }

  /** One row that differs; columns only where they were looked at, sorted. */
  public record Difference(Harm harm, List<String> columns) {

    public Difference {
      columns = List.copyOf(columns);
    }
  }
}
