package dev.lockstep.sink;

import dev.lockstep.sink.harness.TestTarget;

/** On MySQL. */
class MySqlSinkFaultsIT extends SinkFaultsContract {

  MySqlSinkFaultsIT() {
    super(TestTarget.MYSQL);
  }
}
