package dev.lockstep.sink;

import dev.lockstep.sink.harness.TestTarget;

/** On MySQL. */
class MySqlSinkThroughputIT extends SinkThroughputContract {

  MySqlSinkThroughputIT() {
    super(TestTarget.MYSQL);
  }
}
