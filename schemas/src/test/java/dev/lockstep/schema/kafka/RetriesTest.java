package dev.lockstep.schema.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetriesTest {

  private static final Duration CALM = Duration.ofMinutes(1);

  private long nanos = Long.MAX_VALUE - 5;
  private final Retries retries =
      new Retries(new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30)), CALM, () -> nanos);

  @Test
  void waitsLongerWhileAttemptsFailSoonAfterTheyBegan() {
    assertThat(attempt(Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(1));
    assertThat(attempt(Duration.ofSeconds(59))).isEqualTo(Duration.ofSeconds(2));
    assertThat(attempt(CALM)).isEqualTo(Duration.ofSeconds(4));
    assertThat(retries.failures()).isEqualTo(3);
  }

  @Test
  void beginsAnewAfterAnAttemptThatWentWellForACalmTime() {
    attempt(Duration.ZERO);
    attempt(Duration.ZERO);
    assertThat(attempt(CALM.plusNanos(1))).isEqualTo(Duration.ofSeconds(1));
    assertThat(attempt(Duration.ZERO)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void thePauseIsNoPartOfTheCalmTime() {
    Retries patient =
        new Retries(
            new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(30)),
            Duration.ofSeconds(5),
            () -> nanos);
    assertThat(patient.next()).isEqualTo(Duration.ofSeconds(10));
    nanos += Duration.ofSeconds(12).toNanos();
    assertThat(patient.next()).isEqualTo(Duration.ofSeconds(20));
  }

  /** The time that it lasts, a failure, and the pause after that. */
  private Duration attempt(Duration lasting) {
    nanos += lasting.toNanos();
    Duration pause = retries.next();
    nanos += pause.toNanos();
    return pause;
  }
}
