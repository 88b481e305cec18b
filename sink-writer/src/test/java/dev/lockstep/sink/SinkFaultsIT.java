package dev.lockstep.sink;

import dev.lockstep.sink.harness.TestTarget;

/** On MariaDB. */
class SinkFaultsIT extends SinkFaultsContract {

  SinkFaultsIT() {
    super(TestTarget.MARIADB);
  }
}
