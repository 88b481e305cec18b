package dev.lockstep.producers.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.producers.behind.Behind;
import dev.lockstep.producers.source.connect.ConnectorOffset;
import dev.lockstep.producers.source.event.LogEvent;
import dev.lockstep.producers.source.mariadb.MariaDbTransactions;
import dev.lockstep.schema.event.PendingReread;
import dev.lockstep.schema.topic.TableName;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.junit.jupiter.api.Test;

/**
 * Goal: a table that was dropped between its announcement and the place from which on the log is
 * followed is told as empty, and nobody waits for its rows: the log never tells of its end.
 */
class DroppedBeforeTheLogTest {

  private final MockProducer<IndexedRecord, IndexedRecord> producer =
      new MockProducer<>(true, null, (topic, data) -> null, (topic, data) -> null);

  @Test
  void isToldAsEmptyAndNotWaitedFor() {
    ChangePublisher publisher = publisher(new OnlyA());
    publisher.announceAll("first");
    publisher.publish(
        new LogEvent.SnapshotEnded(new ConnectorOffset(Map.of("file", "bin.1", "pos", 0L))));
    assertThat(publisher.rereads().pending())
        .extracting(PendingReread::getTable)
        .contains(SimulatedLog.A.toString())
        .doesNotContain(SimulatedLog.B.toString());
    assertThat(ops(SimulatedLog.B)).containsExactly("s", "e");
    assertThat(ops(SimulatedLog.A)).containsExactly("s");
  }

  private ChangePublisher publisher(TableSource source) {
    producer.initTransactions();
    Clock clock = Clock.fixed(SimulatedLog.START, ZoneOffset.UTC);
    TableChannels tables = new TableChannels(RereadSimulationTest.scope(), source);
    tables.open(List.of(SimulatedLog.facts(SimulatedLog.A), SimulatedLog.facts(SimulatedLog.B)));
    return new ChangePublisher(
        RereadSimulationTest.scope(),
        1,
        new TransactionalLog(producer, () -> 0),
        tables,
        Position.NONE.nextEpoch(SimulatedLog.START),
        clock,
        Duration.ofDays(1),
        new Behind(new MariaDbTransactions(), clock, () -> 0),
        transaction -> Optional.empty());
  }

  private List<String> ops(TableName table) {
    return producer.history().stream()
        .filter(record -> record.topic().equals("target." + table))
        .map(record -> ((GenericRecord) record.value()).get("op").toString())
        .toList();
  }

  private static final class OnlyA extends RereadSimulationTest.Catalogue {
    @Override
    public Collection<TableName> there() {
      return List.of(SimulatedLog.A);
    }
  }
}
