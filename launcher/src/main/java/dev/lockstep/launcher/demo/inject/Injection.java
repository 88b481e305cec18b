package dev.lockstep.launcher.demo.inject;

import java.util.List;

/**
 * One line of the manifest: what was done to one row of the target.
 *
 * @param number within the run, from 1
 * @param what the recipe, in words
 * @param harm what a right verdict says; {@link Harm#NONE} for a decoy
 * @param table the table as schema.table
 * @param key the key as a verdict writes it
 * @param columns columns that differ of a changed row, sorted; else empty
 * @param heat how often the workload touches this row
 * @param afterSinkMicros time since the sink's last write when the damage was done; -1 when unknown
 * @param stage how far it got
 * @param committedNanos monotonic clock of this machine right after the commit returned; 0 before
 * @param committedAt the same by the wall clock, ISO; empty before
 */
public record Injection(
    long seed,
    int number,
    String what,
    Harm harm,
    String table,
    String key,
    List<String> columns,
    Heat heat,
    long afterSinkMicros,
    Stage stage,
    long committedNanos,
    String committedAt) {

  public Injection {
    columns = List.copyOf(columns);
  }

  /** A decoy is harmless and must not be reported. */
  public boolean decoy() {
    return harm == Harm.NONE;
  }

  Injection committed(long nanos, String at) {
    return at(Stage.COMMITTED, nanos, at);
  }

  Injection abandoned() {
    return at(Stage.ABANDONED, 0, "");
  }

  private Injection at(Stage newStage, long nanos, String wall) {
    return new Injection(
        seed,
        number,
        what,
        harm,
        table,
        key,
        columns,
        heat,
        afterSinkMicros,
        newStage,
        nanos,
        wall);
  }

  /** What is wrong with the row, in the words of a verdict's kind. */
  public enum Harm {
    NONE,
    MISMATCHED,
    MISSING_ON_TARGET,
    EXTRA_ON_TARGET
  }

  /** How often the workload touches a row. */
  public enum Heat {
    HOT,
    WARM,
    /** Never: reserved, or beyond the keys that the shop uses. */
    UNTOUCHED
  }

  /**
   * INTENDED is written before the commit, so that a crash in between leaves a trace; it becomes
   * COMMITTED or ABANDONED. One that stays INTENDED may have happened or not.
   */
  public enum Stage {
    INTENDED,
    COMMITTED,
    ABANDONED
  }
}
