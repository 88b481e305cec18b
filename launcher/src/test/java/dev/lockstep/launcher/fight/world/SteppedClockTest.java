package dev.lockstep.launcher.fight.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a clock steps only where a fight says so. */
class SteppedClockTest {

  private static final Duration ABOUT = Duration.ofMinutes(1);

  @TempDir Path directory;

  @Test
  void isTheSystemsClockOutsideOfAFight() {
    assertThat(SteppedClock.of(Map.of())).isEqualTo(Clock.systemUTC());
  }

  @Test
  void isOffByWhatTheFileSaysForAsLongAsItIsThere() throws Exception {
    Path file = directory.resolve("clock");
    Clock clock = SteppedClock.of(Map.of(SteppedClock.VARIABLE, file.toString()));
    assertThat(ahead(clock)).isBetween(ABOUT.negated(), ABOUT);

    Files.writeString(file, "3600000");
    Awaitility.await().until(() -> ahead(clock).compareTo(Duration.ofMinutes(59)) > 0);

    Files.writeString(file, "-3600000\n");
    Awaitility.await().until(() -> ahead(clock).compareTo(Duration.ofMinutes(-59)) < 0);

    Files.delete(file);
    Awaitility.await().until(() -> ahead(clock).abs().compareTo(ABOUT) < 0);
  }

  private static Duration ahead(Clock clock) {
    return Duration.between(Instant.now(), clock.instant());
  }
}
