package dev.lockstep.schema.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.schema.event.ComponentKey;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Goal: the last word is told, however long Kafka takes nothing, and saying it waits for nobody.
 */
class StatusReporterTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final MockProducer<ComponentKey, ComponentStatus> kafka =
      new MockProducer<>(false, null, (topic, key) -> new byte[0], (topic, status) -> new byte[0]);
  private StatusReporter reporter;

  private StatusReporter started(Runnable topic, Optional<Duration> troubleEvery) {
    StatusReporter started =
        new StatusReporter("sink", kafka, Clock.fixed(NOW, ZoneOffset.UTC), topic, troubleEvery);
    started.start();
    return started;
  }

  @AfterEach
  void close() {
    if (!kafka.closed()) {
      kafka.flush();
      reporter.close();
    }
  }

  @Test
  void isToldOnlyWhenKafkaHasTakenTheNewestStatus() {
    reporter = started(() -> {}, Optional.empty());
    assertThat(reporter.isTold()).isTrue();
    reporter.say("f", Status.of(ComponentState.FAILED, "It ended", "Start it again"));
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
    ComponentStatus told = kafka.history().getLast().value();
    assertThat(told.getState()).isEqualTo(ComponentState.FAILED);
    assertThat(told.getMessage()).isEqualTo("It ended");
    assertThat(told.getRemedy()).isEqualTo("Start it again");
    assertThat(told.getAt()).isEqualTo(NOW);
  }

  @Test
  void isToldWhenANewerStatusWentThroughBehindOneThatDidNot() {
    reporter = started(() -> {}, Optional.empty());
    reporter.say("f", Status.of(ComponentState.RUNNING));
    await().until(() -> kafka.history().size() == 1);
    reporter.say("f", Status.of(ComponentState.REFUSED, "No", "Yes"));
    await().until(() -> kafka.history().size() == 2);
    kafka.errorNext(new TimeoutException("Kafka is away"));
    kafka.completeNext();
    assertThat(reporter.isTold()).isTrue();
    assertThat(kafka.history().getLast().value().getState()).isEqualTo(ComponentState.REFUSED);
  }

  @Test
  void whatIsSaidAgainIsNoNews() {
    reporter = started(() -> {}, Optional.empty());
    assertThat(reporter.sayIfNew("f", "a.b", Status.of(ComponentState.RUNNING))).isTrue();
    assertThat(reporter.sayIfNew("f", "a.b", Status.of(ComponentState.RUNNING))).isFalse();
    assertThat(reporter.sayIfNew("f", "", Status.of(ComponentState.RUNNING))).isTrue();
    reporter.forget("f", "a.b");
    assertThat(reporter.sayIfNew("f", "a.b", Status.of(ComponentState.RUNNING))).isTrue();
  }

  @Test
  void whatIsForgottenIsNotTold() {
    CountDownLatch there = new CountDownLatch(1);
    reporter = started(() -> awaited(there), Optional.empty());
    reporter.say("f", Status.of(ComponentState.RETRYING));
    reporter.sayIfNew("f", "a.b", Status.of(ComponentState.REFUSED));
    reporter.forget("f");
    assertThat(reporter.isTold()).isTrue();
    there.countDown();
  }

  @Test
  void sayingDoesNotWaitForTheTopic() {
    CountDownLatch there = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    reporter =
        started(
            () -> {
              awaited(there);
              if (asked.incrementAndGet() < 3) {
                throw new TimeoutException("No broker");
              }
            },
            Optional.empty());
    for (int i = 0; i < 100; i++) {
      reporter.say("f" + i, Status.of(ComponentState.STARTING));
      reporter.say("f" + i, Status.of(ComponentState.RUNNING));
    }
    assertThat(kafka.history()).isEmpty();
    there.countDown();
    await().until(() -> kafka.history().size() >= 100);
    assertThat(asked).hasValue(3);
    assertThat(kafka.history().stream().map(sent -> sent.value().getState()).distinct())
        .contains(ComponentState.RUNNING);
    while (kafka.completeNext()) {
      // Each is taken.
    }
    await().until(reporter::isTold);
  }

  @Test
  void troubleIsSaidAgainWhereOthersSpeakOfTheSameSubject() {
    reporter = started(() -> {}, Optional.of(Duration.ofMillis(20)));
    reporter.say("f", Status.of(ComponentState.RUNNING));
    reporter.say("g", Status.of(ComponentState.RETRYING, "Away", "Wait"));
    await().until(() -> kafka.completeNext());
    await()
        .until(
            () -> {
              kafka.completeNext();
              return of("g").size() >= 3;
            });
    assertThat(of("f")).hasSize(1);
  }

  @Test
  void theLastWordIsToldAtTheClose() {
    AtomicInteger attempts = new AtomicInteger();
    reporter =
        started(
            () -> {
              if (attempts.incrementAndGet() < 4) {
                throw new TimeoutException("Kafka is away");
              }
            },
            Optional.empty());
    reporter.say("f", Status.of(ComponentState.STOPPED));
    Thread taking = Thread.ofVirtual().start(() -> await().until(() -> kafka.completeNext()));
    long began = System.nanoTime();
    reporter.close();
    assertThat(reporter.isTold()).isTrue();
    assertThat(of("f")).containsExactly(ComponentState.STOPPED);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
    assertThat(taking.isAlive() && !reporter.isTold()).isFalse();
  }

  private List<ComponentState> of(String subject) {
    return kafka.history().stream()
        .filter(sent -> sent.key().getSubject().equals(subject))
        .map(sent -> sent.value().getState())
        .toList();
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
