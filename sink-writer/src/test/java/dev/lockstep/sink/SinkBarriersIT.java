package dev.lockstep.sink;

import dev.lockstep.sink.harness.TestTarget;

/** On MariaDB. */
class SinkBarriersIT extends SinkBarriersContract {

  SinkBarriersIT() {
    super(TestTarget.MARIADB);
  }

  @Override
  String jsonDefinition() {
    return "CHECK (json_valid(`doc`))";
  }
}
