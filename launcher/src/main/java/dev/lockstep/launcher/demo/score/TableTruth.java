package dev.lockstep.launcher.demo.score;

import dev.lockstep.launcher.demo.inject.Injection.Harm;
import java.util.List;

/**
 * What a full read of one table on both sides has found.
 *
 * @param differences rows that are not equal, in key order
 */
public record TableTruth(
    String table, long sourceRows, long targetRows, List<Difference> differences) {

  public TableTruth {
    differences = List.copyOf(differences);
  }

  /** One row that is not equal; the columns only where both sides have it, sorted. */
  public record Difference(String key, Harm harm, List<String> columns) {

    public Difference {
      columns = List.copyOf(columns);
    }
  }
}
