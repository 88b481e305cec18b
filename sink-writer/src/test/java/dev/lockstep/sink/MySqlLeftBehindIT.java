package dev.lockstep.sink;

import dev.lockstep.sink.harness.TestTarget;

/** On MySQL. */
class MySqlLeftBehindIT extends LeftBehindContract {

  MySqlLeftBehindIT() {
    super(TestTarget.MYSQL);
  }
}
