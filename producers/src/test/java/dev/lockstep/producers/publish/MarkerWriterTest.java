package dev.lockstep.producers.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.flow.EndpointType;
import dev.lockstep.producers.behind.Behind;
import dev.lockstep.producers.scope.CaptureScope;
import dev.lockstep.producers.source.mariadb.MariaDbTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MarkerWriterTest {

  private static final int PARTITIONS = 4;

  private final MockProducer<IndexedRecord, IndexedRecord> producer =
      new MockProducer<>(true, null, (topic, data) -> null, (topic, data) -> null);
  private final SteppedClock clock = new SteppedClock();
  private MarkerWriter markers;

  @BeforeEach
  void open() {
    producer.initTransactions();
    markers =
        new MarkerWriter(
            new CaptureScope("shop", EndpointType.MARIADB, List.of(), List.of(), "lockstep"),
            PARTITIONS,
            new TransactionalLog(producer, () -> 0),
            Position.NONE,
            new Serials(0),
            clock,
            Duration.ofSeconds(1),
            new Behind(new MariaDbTransactions(), clock, () -> 0),
            List::of);
  }

  @Test
  void marksEachQuietPartitionOncePerInterval() {
    assertThat(marked()).isEqualTo(PARTITIONS);
    assertThat(marked()).isZero();
    clock.step(Duration.ofSeconds(1));
    assertThat(marked()).isEqualTo(PARTITIONS);
  }

  @Test
  void goesOnMarkingWhenTheClockIsSetBack() {
    marked();
    clock.step(Duration.ofHours(-1));
    assertThat(marked()).isEqualTo(PARTITIONS);
    assertThat(marked()).isZero();
    clock.step(Duration.ofSeconds(1));
    assertThat(marked()).isEqualTo(PARTITIONS);
  }

  private int marked() {
    int before = producer.uncommittedRecords().size();
    markers.heartbeat("");
    return producer.uncommittedRecords().size() - before;
  }

  private static final class SteppedClock extends Clock {
    private Instant now = Instant.parse("2026-01-31T12:00:00Z");

    void step(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
