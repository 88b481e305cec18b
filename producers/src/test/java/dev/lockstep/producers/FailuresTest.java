package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.Secret;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.event.ComponentKey;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class FailuresTest {

  private static final ServerEndpoint ENDPOINT =
      ServerEndpoint.mariadb("shop", "localhost", 3306, "lockstep", Secret.EMPTY);

  @Test
  void aSchemaThatTheRegistryDoesNotGiveIsTriedAgainWithItsRemedy() {
    var reader =
        Avro.<ComponentKey>specific(Map.of("schema.registry.url", "mock://failures"), true)
            .deserializer();
    LockstepException told = null;
    try {
      reader.deserialize("t", new byte[] {0, 0, 0, 0, 9, 0});
    } catch (KafkaException e) {
      told = Failures.explained(ENDPOINT, new IllegalStateException("the writer failed", e));
    }
    assertThat(told).isNotNull();
    assertThat(told.category()).isEqualTo(LockstepException.Category.EXTERNAL);
    assertThat(told).hasMessageContaining("shop").hasMessageContaining("registry");
    assertThat(told.remedy()).contains("_schemas");
  }
}
