package dev.lockstep.producers.source.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.MariadbGtidEventData;
import dev.lockstep.producers.source.mariadb.MariaDbDialect;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitClockTest {

  private final CommitClock clock = new CommitClock(new MariaDbDialect(List::of), 100);

  @Test
  void keepsNothingOfTransactionsThatLieBeforeTheOneAskedFor() {
    for (int i = 1; i <= 10_000; i++) {
      logged(i);
      assertThat(clock.commitOf("0-17-" + i)).contains(Instant.ofEpochSecond(i));
      assertThat(clock.commitOf("0-17-" + i)).as("again").contains(Instant.ofEpochSecond(i));
      assertThat(clock.size()).isEqualTo(1);
    }
  }

  @Test
  void keepsNoMoreThanItsBoundOfWhatNobodyAsksFor() {
    for (int i = 1; i <= 10_000; i++) {
      logged(i);
      assertThat(clock.size()).isLessThanOrEqualTo(100);
    }
    assertThat(clock.commitOf("0-17-9900")).as("the oldest goes first").isEmpty();
    assertThat(clock.commitOf("0-17-9901")).contains(Instant.ofEpochSecond(9901));
  }

  @Test
  void aTransactionThatWentByUnseenTakesNothingAway() {
    logged(1);
    logged(2);
    assertThat(clock.commitOf("0-17-7")).isEmpty();
    assertThat(clock.commitOf("0-17-1")).contains(Instant.ofEpochSecond(1));
  }

  private void logged(long sequence) {
    EventHeaderV4 header = new EventHeaderV4();
    header.setEventType(EventType.MARIADB_GTID);
    header.setServerId(17);
    header.setTimestamp(sequence * 1000);
    MariadbGtidEventData data = new MariadbGtidEventData();
    data.setDomainId(0);
    data.setSequence(sequence);
    clock.onEvent(new Event(header, data));
  }
}
