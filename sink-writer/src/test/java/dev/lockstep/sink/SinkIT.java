package dev.lockstep.sink;

import dev.lockstep.sink.harness.TestTarget;

/** On MariaDB. */
class SinkIT extends SinkRowsContract {

  SinkIT() {
    super(TestTarget.MARIADB);
  }
}
