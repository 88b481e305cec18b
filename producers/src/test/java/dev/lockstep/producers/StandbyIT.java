package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.embedded.Ports;
import dev.lockstep.embedded.kafka.EmbeddedKafka;
import dev.lockstep.producers.publish.PositionReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandbyIT {

  @TempDir Path directory;

  @Test
  void waitsForKafkaInsteadOfGivingUp() throws Exception {
    int port = Ports.free();
    PositionReader positions =
        new PositionReader(
            Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + port,
                "request.timeout.ms",
                "400",
                "default.api.timeout.ms",
                "500"),
            Map.of("schema.registry.url", "mock://standby"));
    Standby standby = new Standby("shop", positions, Duration.ofMillis(500));
    CountDownLatch stop = new CountDownLatch(1);
    CompletableFuture<Boolean> goesOn =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return standby.await(stop);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThatThrownBy(() -> goesOn.get(4, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, port)) {
      assertThat(kafka.failure()).isEmpty();
      assertThat(goesOn.get(60, TimeUnit.SECONDS)).as("nobody else captures it").isTrue();
    }
    stop.countDown();
    assertThat(standby.await(stop)).as("stopped").isFalse();
  }
}
