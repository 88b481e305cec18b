package dev.lockstep.streams.judge;

import dev.lockstep.streams.state.Side;
import dev.lockstep.streams.state.TableState;

/** Registry ids of both sides' definitions; -1 where none was read yet. */
public record SchemaPair(int source, int target) {

  /** Those of the newest records that were read. */
  static SchemaPair read(TableState state) {
    return new SchemaPair(state.source().readSchema(), state.target().readSchema());
  }

  /** Those at the newest marker. */
  static SchemaPair settled(TableState state) {
    return new SchemaPair(state.source().settledSchema(), state.target().settledSchema());
  }

  public int of(Side side) {
    return side == Side.SOURCE ? source : target;
  }

  public SchemaPair with(Side side, int id) {
    return side == Side.SOURCE ? new SchemaPair(id, target) : new SchemaPair(source, id);
  }

  public boolean isWhole() {
    return source >= 0 && target >= 0;
  }
}
