package dev.lockstep.streams.judge;

import dev.lockstep.schema.row.RowDigest;
import dev.lockstep.streams.state.Row;
import dev.lockstep.streams.state.Side;
import dev.lockstep.streams.state.TableState;
import org.jspecify.annotations.Nullable;

/** Changes one side of a row and, with it, the running digest and what verdicts explain. */
final class Exchange {

  private Exchange() {}

  static void of(
      TableState state,
      Row row,
      Side side,
      @Nullable RowDigest before,
      @Nullable RowDigest after,
      Runnable change) {
    boolean explained = row.verdict() != null;
    if (explained) {
      state.explainNot(row.difference());
    }
    state.side(side).exchange(before, after);
    change.run();
    if (explained) {
      state.explain(row.difference());
    }
  }
}
