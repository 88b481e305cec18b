package dev.lockstep.producers.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.pipeline.ChangeEventSourceCoordinator;
import io.debezium.pipeline.EventDispatcher;
import org.junit.jupiter.api.Test;

class LogTaskTest {

  /** Else a new version of the connector would take back, unseen, a sixth of the reader's time. */
  @Test
  void findsTheDispatcherWhereTheConnectorKeepsIt() throws Exception {
    assertThat(ChangeEventSourceCoordinator.class.getDeclaredField("eventDispatcher").getType())
        .isEqualTo(EventDispatcher.class);
  }
}
