package dev.lockstep.schema.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private final Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(15));

  @Test
  void doublesFromTheFirstWaitToTheLongest() {
    List<Long> waits =
        IntStream.rangeClosed(1, 6).mapToObj(n -> backoff.after(n).toMillis()).toList();
    assertThat(waits).containsExactly(250L, 500L, 1000L, 2000L, 4000L, 8000L);
    for (int failures : new int[] {7, 8, 1000, Integer.MAX_VALUE}) {
      // Kafka reckons in floating point.
      assertThat(backoff.after(failures)).isBetween(Duration.ofMillis(14_998), backoff.longest());
    }
  }

  @Test
  void aLongestWaitBelowTheFirstIsTheWait() {
    Backoff flat = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1));
    assertThat(flat.after(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(flat.after(9)).isEqualTo(Duration.ofSeconds(1));
  }
}
