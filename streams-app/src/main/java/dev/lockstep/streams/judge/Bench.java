package dev.lockstep.streams.judge;

import dev.lockstep.streams.state.Birth;
import dev.lockstep.streams.state.ByteStore;
import dev.lockstep.streams.state.MarkerQueue;
import dev.lockstep.streams.state.Rows;
import dev.lockstep.streams.state.States;
import dev.lockstep.streams.state.VersionLog;
import java.util.List;

/** The stores of one partition. */
public record Bench(Rows rows, VersionLog versions, MarkerQueue markers, States states) {

  public static Bench over(ByteStore rows, ByteStore versions, ByteStore states) {
    return over(rows, versions, states, VersionLog.IN_MEMORY);
  }

  static Bench over(ByteStore rows, ByteStore versions, ByteStore states, int versionsInMemory) {
    Birth.check(List.of(states, rows, versions));
    return new Bench(
        new Rows(rows),
        new VersionLog(versions, versionsInMemory),
        new MarkerQueue(versions),
        new States(states));
  }
}
