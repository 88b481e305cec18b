package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.producers.behind.Behind;
import dev.lockstep.producers.source.mariadb.MariaDbTransactions;
import dev.lockstep.schema.status.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandingTest {

  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  private long millis;
  private final List<Status> said = new ArrayList<>();
  private final Standing standing =
      new Standing(
          new Behind(new MariaDbTransactions(), CLOCK, this::nanos), said::add, this::nanos);

  @Test
  void isSaidAtOnceAndThenEveryFewSeconds() {
    for (millis = 0; millis <= 60_000; millis += 20) {
      standing.tell();
    }
    assertThat(said).hasSizeBetween(13, 17);
    assertThat(said).allSatisfy(status -> assertThat(status.behindMillis()).isEmpty());
  }

  private long nanos() {
    return Duration.ofMillis(millis).toNanos();
  }
}
