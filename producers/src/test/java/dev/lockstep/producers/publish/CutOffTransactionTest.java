package dev.lockstep.producers.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.producers.behind.Behind;
import dev.lockstep.producers.source.connect.ConnectorOffset;
import dev.lockstep.producers.source.event.LogEvent;
import dev.lockstep.producers.source.event.LogMark;
import dev.lockstep.producers.source.mariadb.MariaDbTransactions;
import dev.lockstep.schema.event.CapturePosition;
import dev.lockstep.schema.event.PendingReread;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/**
 * Goal: a server that crashed in the middle of writing its log gives the number of the transaction
 * that it lost to another one; what was read of the first is not taken for a part of the second.
 */
class CutOffTransactionTest {

  private static final String ID = "0-1-5";

  @Test
  void aTransactionThatStandsInAnotherFileIsPublishedInWholeAndAllTablesAreReadAnew() {
    Position cutOff = readAPart();
    Run after = new Run(cutOff);
    after.publisher.publish(started("bin.2"));
    after.publisher.publish(row(2, "bin.2"));
    after.publisher.flush();

    assertThat(after.ops()).containsExactlyInAnyOrder("s", "s", "c");
    assertThat(after.publisher.rereads().pending())
        .extracting(PendingReread::getTable)
        .containsExactlyInAnyOrder(SimulatedLog.A.toString(), SimulatedLog.B.toString());
    // A crash here must not take the mark in the lost one for a mark in this one.
    Run again = new Run(after.position());
    again.publisher.publish(started("bin.2"));
    again.publisher.publish(row(2, "bin.2"));
    again.publisher.flush();
    assertThat(again.ops()).isEmpty();
  }

  @Test
  void anotherTransactionInTheMidstOfOneSaysThatThatWasCutOff() {
    Run after = new Run(readAPart());
    after.publisher.publish(
        new LogEvent.TransactionStarted(
            "0-1-6", new ConnectorOffset(Map.of("file", "bin.1", "pos", 200L))));
    after.publisher.flush();
    assertThat(after.ops()).containsExactlyInAnyOrder("s", "s");
    assertThat(after.publisher.rereads().pending()).hasSize(2);
  }

  @Test
  void aTransactionThatStandsWhereItStoodIsGoneOnWith() {
    Run after = new Run(readAPart());
    after.publisher.publish(started("bin.1"));
    after.publisher.publish(row(1, "bin.1"));
    after.publisher.flush();
    assertThat(after.ops()).isEmpty();
    assertThat(after.publisher.rereads().pending()).isEmpty();
  }

  private static Position readAPart() {
    Run before = new Run(Position.NONE.nextEpoch(SimulatedLog.START));
    before.publisher.announceAll("first");
    before.publisher.publish(
        new LogEvent.SnapshotEnded(new ConnectorOffset(Map.of("file", "bin.1", "pos", 0L))));
    while (before.publisher.rereads().start().isPresent()) {
      before.publisher.rereads().end();
    }
    before.publisher.publish(started("bin.1"));
    before.publisher.publish(row(1, "bin.1"));
    before.publisher.flush();
    return before.position();
  }

  private static LogEvent started(String file) {
    return new LogEvent.TransactionStarted(
        ID, new ConnectorOffset(Map.of("file", file, "pos", 100L)));
  }

  private static LogEvent row(int id, String file) {
    return new LogEvent.RowChanged(
        SimulatedLog.A,
        "c",
        Optional.of(new LogMark(ID, 2, 1, 0)),
        SimulatedLog.START,
        SimulatedLog.SHAPE,
        null,
        SimulatedLog.SHAPE.row(new Struct(SimulatedLog.ROW).put("id", id).put("v", 1L)),
        file,
        100,
        new ConnectorOffset(Map.of("file", file, "pos", 100L)));
  }

  /** One life of a capture. */
  private static final class Run {

    private final MockProducer<IndexedRecord, IndexedRecord> producer =
        new MockProducer<>(true, null, (topic, data) -> null, (topic, data) -> null);
    private final ChangePublisher publisher;

    Run(Position from) {
      producer.initTransactions();
      TableChannels tables =
          new TableChannels(RereadSimulationTest.scope(), new RereadSimulationTest.Catalogue());
      tables.open(List.of(SimulatedLog.facts(SimulatedLog.A), SimulatedLog.facts(SimulatedLog.B)));
      tables.announced(List.of(SimulatedLog.A, SimulatedLog.B));
      publisher =
          new ChangePublisher(
              RereadSimulationTest.scope(),
              1,
              new TransactionalLog(producer, () -> 0),
              tables,
              from,
              Clock.fixed(SimulatedLog.START, ZoneOffset.UTC),
              Duration.ofDays(1),
              new Behind(
                  new MariaDbTransactions(),
                  Clock.fixed(SimulatedLog.START, ZoneOffset.UTC),
                  () -> 0),
              transaction -> Optional.empty());
    }

    List<String> ops() {
      return producer.history().stream()
          .filter(record -> record.topic().startsWith("target."))
          .map(record -> ((GenericRecord) record.value()).get("op").toString())
          .toList();
    }

    Position position() {
      return producer.history().stream()
          .map(ProducerRecord::value)
          .filter(CapturePosition.class::isInstance)
          .map(CapturePosition.class::cast)
          .reduce((first, second) -> second)
          .map(Position::of)
          .orElseThrow();
    }
  }
}
