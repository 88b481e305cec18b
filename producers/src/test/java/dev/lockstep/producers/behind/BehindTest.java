package dev.lockstep.producers.behind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.producers.source.LogEnd;
import dev.lockstep.producers.source.connect.ConnectorOffset;
import dev.lockstep.producers.source.event.LogPlace;
import dev.lockstep.producers.source.mariadb.MariaDbTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BehindTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private long millis;
  private final Behind behind =
      new Behind(
          new MariaDbTransactions(),
          Clock.fixed(NOW, ZoneOffset.UTC),
          () -> Duration.ofMillis(millis).toNanos());

  @Test
  void isUnknownAtTheStartAndNeverNothing() {
    assertThat(behind.millis()).isEmpty();
    read("0-1-5");
    assertThat(behind.millis()).as("the end is not known").isEmpty();
    ends("0-1-9");
    assertThat(behind.millis()).as("nor when anything of this run committed").isEmpty();
    behind.committed(NOW.minusSeconds(40));
    assertThat(behind.millis()).as("by the commit time of what was read").hasValue(40_000);
  }

  @Test
  void isNothingWhenAllIsReadAndThenWhatCameSinceByOneClock() {
    ends("0-1-9");
    behind.committed(NOW.minusSeconds(4000));
    read("0-1-9");
    assertThat(behind.millis()).hasValue(0);
    millis = 1000;
    ends("0-1-10");
    millis = 1200;
    assertThat(behind.millis()).as("since the end that was reached was seen").hasValue(1200);
    behind.read("0-1-10");
    assertThat(behind.millis()).hasValue(0);
  }

  @Test
  void growsByTheEndsThatAreNotReachedYet() {
    for (int second = 0; second < 500; second++) {
      millis = second * 1000;
      ends("0-1-" + second);
    }
    read("0-1-0");
    assertThat(behind.millis()).hasValue(499_000);
    read("0-1-100");
    assertThat(behind.millis().orElseThrow()).isBetween(399_000L, 499_000L);
    read("0-1-498");
    assertThat(behind.millis().orElseThrow()).isBetween(1L, 30_000L);
    read("0-1-499");
    assertThat(behind.millis()).hasValue(0);
  }

  @Test
  void isUnknownAgainWhenNothingIsHeardOfTheEnd() {
    ends("0-1-1");
    read("0-1-1");
    assertThat(behind.millis()).hasValue(0);
    millis = 5001;
    assertThat(behind.millis()).isEmpty();
    ends("0-1-1");
    assertThat(behind.millis()).hasValue(0);
  }

  @Test
  void everyDomainMustHaveBeenRead() {
    ends("0-1-5,3-2-7");
    read("0-1-5");
    assertThat(behind.millis()).isEqualTo(OptionalLong.empty());
    read("0-1-5,3-9-7");
    assertThat(behind.millis()).hasValue(0);
  }

  @Test
  void theFirstTransactionOfAServerIsNotReadBeforeItsEnd() {
    ends("0-1-1");
    behind.committed(NOW);
    behind.read(new ConnectorOffset(Map.of("gtids", "0-1-1", "transaction_id", "0-1-1")));
    assertThat(behind.millis()).hasValue(1);
    behind.read("0-1-1");
    assertThat(behind.millis()).hasValue(0);
  }

  @Test
  void aQuietServerTellsOfWhatIsNoTransaction() {
    behind.ends(new LogEnd("0-1-8", new LogPlace("bin.000002", 500)), 0);
    read("0-1-7");
    behind.quiet(new LogPlace("bin.000002", 400));
    assertThat(behind.millis()).isEmpty();
    behind.quiet(new LogPlace("bin.000002", 500));
    assertThat(behind.millis()).hasValue(0);
  }

  @Test
  void aLogWithoutTransactionsIsReadWhenItsServerIsQuiet() {
    behind.ends(new LogEnd("", new LogPlace("bin.000001", 300)), 0);
    assertThat(behind.millis()).isEmpty();
    behind.quiet(new LogPlace("bin.000001", 300));
    assertThat(behind.millis()).hasValue(0);
  }

  private void ends(String transactions) {
    behind.ends(
        new LogEnd(transactions, new LogPlace("bin.000009", 1_000_000)),
        Duration.ofMillis(millis).toNanos());
  }

  private void read(String transactions) {
    behind.read(new ConnectorOffset(Map.of("gtids", transactions, "transaction_id", "9-9-9")));
  }
}
