package dev.lockstep.streams.judge;

import dev.lockstep.schema.row.RowDigest;
import java.util.Optional;

/** What the registry knows of the definitions that change topics are written with. */
public interface Definitions {

  /** Whether digests made under one schema say nothing about rows under the next. */
  boolean reshaped(int before, int after);

  /** What columns that one schema has beyond the one before add to each row that was there. */
  RowDigest filled(FlowTable table, int before, int after);

  /**
   * Whether both sides tell their rows apart by other columns: no row of one is then one of the
   * other's, however alike they are.
   */
  boolean keysDiffer(int source, int target);

  /** How columns and keys of both sides differ, in words; empty when each side has the same. */
  Optional<String> difference(FlowTable table, int source, int target);
}
