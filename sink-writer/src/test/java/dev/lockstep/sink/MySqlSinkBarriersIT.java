package dev.lockstep.sink;

import dev.lockstep.sink.harness.TestTarget;

/** On MySQL. */
class MySqlSinkBarriersIT extends SinkBarriersContract {

  MySqlSinkBarriersIT() {
    super(TestTarget.MYSQL);
  }

  @Override
  String jsonDefinition() {
    return "`doc` json";
  }
}
