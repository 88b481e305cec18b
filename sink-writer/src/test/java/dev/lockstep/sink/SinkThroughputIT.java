package dev.lockstep.sink;

import dev.lockstep.sink.harness.TestTarget;

/** On MariaDB. */
class SinkThroughputIT extends SinkThroughputContract {

  SinkThroughputIT() {
    super(TestTarget.MARIADB);
  }
}
