package dev.lockstep.sink;

import dev.lockstep.sink.harness.TestTarget;

/** On MySQL. */
class MySqlSinkIT extends SinkRowsContract {

  MySqlSinkIT() {
    super(TestTarget.MYSQL);
  }
}
