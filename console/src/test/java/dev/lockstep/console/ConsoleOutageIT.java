package dev.lockstep.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.console.answer.Judgement.Level;
import dev.lockstep.console.demo.FactBroker;
import dev.lockstep.console.demo.Facts;
import dev.lockstep.console.kind.AlertFacts;
import dev.lockstep.console.kind.ConsoleFacts;
import dev.lockstep.console.view.LiveView;
import dev.lockstep.console.view.Snapshot;
import dev.lockstep.embedded.kafka.EmbeddedKafka;
import dev.lockstep.schema.event.Severity;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the view says when Kafka is gone, keeps what it knows, and goes on when it is back. */
class ConsoleOutageIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void saysThatKafkaIsGoneAndGoesOnWhenItIsBack() {
    try (FactBroker broker = FactBroker.start(directory)) {
      broker.makeTopics();
      Instant now = Instant.now();
      broker.say(Facts.alert("a-1", Severity.INFO, "before", now).build());
      try (LiveView view = LiveView.start(broker.config(), ConsoleFacts.ALL, Clock.systemUTC())) {
        await().atMost(SOON).until(() -> view.snapshot().reader().caughtUp());
        broker.stopBroker();
        await()
            .atMost(SOON)
            .untilAsserted(
                () -> {
                  Snapshot snapshot = view.snapshot();
                  assertThat(snapshot.judgement().level()).isEqualTo(Level.STALE);
                  assertThat(snapshot.judgement().headline())
                      .isEqualTo("Kafka at " + broker.bootstrapServers() + " does not answer");
                  assertThat(snapshot.of(AlertFacts.class).open()).hasSize(1);
                });
        try (EmbeddedKafka back = EmbeddedKafka.start(directory, broker.port())) {
          broker.startOver();
          broker.say(Facts.alert("a-2", Severity.INFO, "after", Instant.now()).build());
          await().atMost(SOON).until(() -> view.snapshot().of(AlertFacts.class).open().size() == 2);
          await().atMost(SOON).until(() -> view.snapshot().reader().caughtUp());
          assertThat(view.failure()).isEmpty();
        }
      }
    }
  }
}
