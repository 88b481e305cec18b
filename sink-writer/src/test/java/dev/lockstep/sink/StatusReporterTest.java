package dev.lockstep.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.schema.event.ComponentKey;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.sink.StatusReporter.Status;
import java.time.Clock;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Goal: the last word of a sink is told, however long Kafka takes nothing. */
class StatusReporterTest {

  private final MockProducer<ComponentKey, ComponentStatus> kafka =
      new MockProducer<>(false, null, (topic, key) -> new byte[0], (topic, status) -> new byte[0]);
  private final StatusReporter reporter = new StatusReporter(kafka, Clock.systemUTC(), () -> {});

  @AfterEach
  void close() {
    reporter.close();
  }

  @Test
  void isToldOnlyWhenKafkaHasTakenTheNewestStatus() {
    assertThat(reporter.isTold()).isTrue();
    reporter.flow("f", new Status(ComponentState.FAILED, "It ended", "Start it again"));
    assertThat(reporter.isTold()).isFalse();
    for (int attempt = 1; attempt <= 3; attempt++) {
      int sent = attempt;
      await().until(() -> kafka.history().size() == sent);
      assertThat(reporter.isTold()).isFalse();
      kafka.errorNext(new TimeoutException("Kafka is away"));
      assertThat(reporter.isTold()).isFalse();
    }
    await().until(() -> kafka.history().size() == 4);
    kafka.completeNext();
    assertThat(reporter.isTold()).isTrue();
    assertThat(kafka.history().getLast().value().getState()).isEqualTo(ComponentState.FAILED);
  }

  @Test
  void isToldWhenANewerStatusWentThroughBehindOneThatDidNot() {
    reporter.table("f", "a.b", Status.of(ComponentState.RUNNING));
    await().until(() -> kafka.history().size() == 1);
    reporter.table("f", "a.b", new Status(ComponentState.REFUSED, "No", "Yes"));
    await().until(() -> kafka.history().size() == 2);
    kafka.errorNext(new TimeoutException("Kafka is away"));
    kafka.completeNext();
    assertThat(reporter.isTold()).isFalse();
    await().until(() -> kafka.history().size() == 3);
    kafka.completeNext();
    assertThat(reporter.isTold()).isTrue();
    assertThat(kafka.history().getLast().value().getState()).isEqualTo(ComponentState.REFUSED);
  }
}
