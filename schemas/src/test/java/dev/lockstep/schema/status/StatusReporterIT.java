package dev.lockstep.schema.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.embedded.Ports;
import dev.lockstep.embedded.kafka.EmbeddedKafka;
import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.event.ComponentKey;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.kafka.TopicMap;
import dev.lockstep.schema.topic.TopicProvisioner;
import dev.lockstep.schema.topic.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the last word of a program reaches Kafka, even if Kafka is away when it is said. */
class StatusReporterIT {

  private static final Map<String, Object> CODEC = Map.of("schema.registry.url", "mock://status");
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path directory;

  @Test
  void whatIsSaidWhileKafkaIsAwayIsToldWhenItIsThere() {
    int port = Ports.free();
    Map<String, Object> client = Map.of("bootstrap.servers", "127.0.0.1:" + port);
    try (Admin admin = Admin.create(client);
        StatusReporter reporter =
            StatusReporter.start(
                "producers",
                client,
                CODEC,
                Clock.systemUTC(),
                () ->
                    TopicProvisioner.ensure(
                        admin, List.of(Topics.COMPONENT_STATUS), 1, (short) 1))) {
      reporter.say("shop", Status.of(ComponentState.RETRYING));
      reporter.say("shop", Status.of(ComponentState.FAILED, "It is over.", ""));
      assertThat(reporter.isTold()).isFalse();
      try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, port)) {
        Awaitility.await().atMost(PATIENCE).until(reporter::isTold);
        assertThat(state(client)).isEqualTo(ComponentState.FAILED);
        assertThat(kafka.failure()).isEmpty();
      }
      reporter.say("shop", Status.of(ComponentState.STOPPED));
      try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, port)) {
        Awaitility.await().atMost(PATIENCE).until(reporter::isTold);
        assertThat(state(client)).isEqualTo(ComponentState.STOPPED);
        assertThat(kafka.failure()).isEmpty();
      }
    }
  }

  private static ComponentState state(Map<String, Object> client) {
    try (TopicMap<ComponentKey, ComponentStatus> statuses =
        new TopicMap<>(
            client,
            new TopicPartition(Topics.COMPONENT_STATUS.name(), 0),
            Avro.<ComponentKey>specific(CODEC, true).deserializer(),
            Avro.<ComponentStatus>specific(CODEC, false).deserializer(),
            (record, why) -> {
              throw why;
            })) {
      statuses.readToEnd();
      assertThat(statuses.entries()).hasSize(1);
      return statuses.values().iterator().next().getState();
    }
  }
}
