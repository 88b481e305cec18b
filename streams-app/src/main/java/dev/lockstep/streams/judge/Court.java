package dev.lockstep.streams.judge;

import dev.lockstep.streams.state.Side;

/** Where rulings go, and where the judge learns how a key reads. */
public interface Court {

  void state(Ruling ruling);

  /** Canonical text of the key of a record seen before. */
  String keyText(FlowTable table, Side side, long offset, byte[] key);
}
