package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.embedded.Ports;
import dev.lockstep.embedded.kafka.EmbeddedKafka;
import dev.lockstep.producers.StatusReporter.Status;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.topic.TopicProvisioner;
import dev.lockstep.schema.topic.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the last word of a capture reaches Kafka, even if Kafka is away when it is said. */
class StatusReporterIT {

  private static final Map<String, Object> CODEC =
      Map.of("schema.registry.url", "mock://producers");

  @TempDir Path directory;

  @Test
  void whatIsSaidWhileKafkaIsAwayIsToldWhenItIsBack() {
    int port = Ports.free();
    Map<String, Object> client = Map.of("bootstrap.servers", "127.0.0.1:" + port);
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, port);
        Admin admin = Admin.create(client)) {
      TopicProvisioner.ensure(admin, List.of(Topics.COMPONENT_STATUS), 1, (short) 1);
      assertThat(kafka.failure()).isEmpty();
    }
    try (StatusReporter reporter = StatusReporter.open(client, CODEC, Clock.systemUTC())) {
      reporter.endpoint("shop", Status.of(ComponentState.RETRYING));
      reporter.endpoint("shop", Status.of(ComponentState.FAILED, "It is over.", ""));
      assertThat(reporter.isTold()).isFalse();
      try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, port);
          Topic statuses = new Topic(kafka.bootstrapServers(), "lockstep.component-status", 1)) {
        assertThat(statuses.until(all -> !all.isEmpty()))
            .singleElement()
            .satisfies(status -> assertThat(status.value().get("state")).hasToString("FAILED"));
        // A reader may have it before its writer has heard that it is there.
        Awaitility.await().atMost(Topic.PATIENCE).until(reporter::isTold);
      }
    }
  }
}
