package dev.lockstep.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

class ReplacementsTest {

  private final List<Long> pauses = new ArrayList<>();
  private final List<Duration> told = new ArrayList<>();
  private long nanos = 5;
  private final Replacements replacements =
      new Replacements(
          () -> nanos, time -> pauses.add(time.toSeconds()), (error, pause) -> told.add(pause));

  @Test
  void aThreadIsReplacedHoweverOftenItDies() {
    for (int death = 0; death < 50; death++) {
      nanos += Duration.ofSeconds(40).toNanos();
      assertThat(replacements.replace(new IllegalStateException("again")))
          .isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
    }
    assertThat(pauses).startsWith(1L, 2L, 4L, 8L, 16L, 30L, 30L).hasSize(50);
    assertThat(told).hasSize(50);
  }

  @Test
  void afterACalmTimeItIsReplacedAtOnceAgain() {
    for (int death = 0; death < 5; death++) {
      replacements.replace(new IllegalStateException("again"));
    }
    nanos += Duration.ofMinutes(3).toNanos();
    replacements.replace(new IllegalStateException("again"));
    assertThat(pauses).endsWith(1L);
  }
}
