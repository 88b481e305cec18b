package dev.lockstep.sink;

import dev.lockstep.sink.harness.TestTarget;

/** On MariaDB. */
class LeftBehindIT extends LeftBehindContract {

  LeftBehindIT() {
    super(TestTarget.MARIADB);
  }
}
