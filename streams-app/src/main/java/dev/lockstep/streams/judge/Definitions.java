package dev.lockstep.streams.judge;

import dev.lockstep.schema.change.Encoding;
import dev.lockstep.schema.row.RowDigest;
import dev.lockstep.streams.state.Side;
import java.util.Optional;

/** What the registry knows of the definitions that change topics are written with. */
public interface Definitions {

  /** Whether digests made under one schema say nothing about rows under the next. */
  boolean reshaped(int before, int after);

  /**
   * What columns that the side's schema of now has beyond the one before add to each row that was
   * there.
   */
  RowDigest filled(FlowTable table, Side side, int before, SchemaPair now);

  /**
   * Whether both sides tell their rows apart by other columns, or by such as cannot be compared: no
   * row of one is then one of the other's, however alike they are.
   */
  boolean keysDiffer(FlowTable table, SchemaPair now);

  /** How columns and keys of both sides differ, in words; empty when each side has the same. */
  Optional<String> difference(FlowTable table, int source, int target);

  /** How rows of one side are digested, given what is known of both sides' definitions. */
  Encoding encoding(FlowTable table, Side side, SchemaPair now);

  /**
   * Why digests made in one encoding say nothing about rows digested in the next; empty when they
   * do.
   *
   * @param beforeSchema the side's definition then
   * @param nowSchema the side's definition now
   */
  Optional<String> recoded(Encoding before, int beforeSchema, Encoding now, int nowSchema);

  /** What is compared less than exactly, in words; empty when all is compared exactly. */
  Optional<String> underRule(FlowTable table, SchemaPair now);

  /** What of the source's values does not fit into the target, in words; empty when all does. */
  Optional<String> misfits(FlowTable table, SchemaPair now);
}
