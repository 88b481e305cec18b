package dev.lockstep.launcher.demo.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PacerTest {

  private static final long SECOND = 1_000_000_000L;

  @Test
  void waitsSoLongThatTheRateIsMet() {
    Pacer pacer = new Pacer(1000, Duration.ofSeconds(1), 0);
    assertThat(pacer.waitAfter(10, 0)).isCloseTo(10_000_000, within(1L));
    assertThat(pacer.waitAfter(10, 10_000_000)).isCloseTo(10_000_000, within(1L));
  }

  @Test
  void doesNotWaitWhileBehind() {
    Pacer pacer = new Pacer(1000, Duration.ofSeconds(1), 0);
    assertThat(pacer.waitAfter(10, SECOND / 2)).isZero();
    assertThat(pacer.forgiven()).isZero();
  }

  @Test
  void catchesUpWhatAShortStallLeftUndone() {
    Pacer pacer = new Pacer(1000, Duration.ofSeconds(1), 0);
    long now = SECOND / 2;
    long done = 0;
    while (pacer.waitAfter(10, now) == 0) {
      done += 10;
    }
    assertThat(done).isBetween(480L, 520L);
  }

  @Test
  void forgivesWhatALongStallLeftUndoneAndCountsIt() {
    Pacer pacer = new Pacer(1000, Duration.ofSeconds(1), 0);
    long now = 11 * SECOND;
    long done = 0;
    while (pacer.waitAfter(10, now) == 0) {
      done += 10;
    }
    assertThat(done).isBetween(980L, 1020L);
    assertThat(pacer.forgiven()).isBetween(9_900L, 10_100L);
  }

  @Test
  void refusesARateOfNothing() {
    assertThatThrownBy(() -> new Pacer(0, Duration.ofSeconds(1), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
