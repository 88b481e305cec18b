package dev.lockstep.launcher.demo.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.event.Alert;
import dev.lockstep.schema.event.AlertState;
import dev.lockstep.schema.event.Alignment;
import dev.lockstep.schema.event.ColumnDifference;
import dev.lockstep.schema.event.Severity;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.event.VerdictKind;
import dev.lockstep.schema.event.VerdictState;
import dev.lockstep.schema.topic.TopicProvisioner;
import dev.lockstep.schema.topic.Topics;
import dev.lockstep.testing.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: what a plain consumer of the topics sees is told rightly, and old news from new. */
class FactsIT {

  private static final Map<String, Object> REGISTRY = Map.of("schema.registry.url", "mock://facts");
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path directory;

  @Test
  void tellsWhatWasSaidBeforeThisRunFromWhatIsSaidInIt() throws Exception {
    try (TestKafka kafka = TestKafka.start(directory)) {
      Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
      try (Admin admin = Admin.create(client)) {
        TopicProvisioner.ensure(admin, Topics.all(), 2, (short) 1);
      }
      try (KafkaProducer<byte[], byte[]> producer =
          new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
        send(producer, Topics.VERDICTS.name(), verdict("old", "shop", VerdictState.OPEN));
        send(producer, Topics.TABLE_STATUS.name(), status("shop", 100));
        send(producer, Topics.ALERTS_STATE.name(), alert("gone", AlertState.RESOLVED));
        send(producer, Topics.ALERTS_STATE.name(), alert("open", AlertState.OPENED));
        try (Facts facts = Facts.start("shop", client, REGISTRY)) {
          await(() -> assertThat(facts.verdicts()).hasSize(1));
          assertThat(facts.verdicts().getFirst().earlier()).isTrue();

          send(producer, Topics.VERDICTS.name(), verdict("new", "shop", VerdictState.OPEN));
          send(producer, Topics.VERDICTS.name(), verdict("other", "another", VerdictState.OPEN));
          send(producer, Topics.TABLE_STATUS.name(), status("shop", 100));
          await(() -> assertThat(facts.verdicts()).hasSize(2));
          VerdictSeen seen = facts.verdicts().getLast();
          assertThat(seen.earlier()).isFalse();
          assertThat(seen.columns()).containsExactly("note", "total");
          assertThat(seen.kind()).isEqualTo("MISMATCHED");
          assertThat(facts.firstConfirmedNanos()).isEmpty();

          long before = System.nanoTime();
          send(producer, Topics.TABLE_STATUS.name(), status("shop", 101));
          await(() -> assertThat(facts.firstConfirmedNanos()).isPresent());
          assertThat(facts.firstConfirmedNanos().getAsLong()).isGreaterThan(before);
          assertThat(facts.tables()).containsOnlyKeys("shop.orders");
          await(() -> assertThat(facts.alerts()).isEqualTo(Map.of("critical", 1L)));
          assertThat(facts.failure()).isNull();
        }
      }
    }
  }

  private static void await(ThrowingRunnable claim) {
    Awaitility.await().atMost(Duration.ofSeconds(15)).untilAsserted(claim);
  }

  private static <T extends SpecificRecord> void send(
      KafkaProducer<byte[], byte[]> producer, String topic, T value) throws Exception {
    Serializer<T> serializer = Avro.<T>specific(REGISTRY, false).serializer();
    producer
        .send(new ProducerRecord<>(topic, 0, new byte[] {1}, serializer.serialize(topic, value)))
        .get();
  }

  private static Verdict verdict(String id, String flow, VerdictState state) {
    return Verdict.newBuilder()
        .setId(id)
        .setFlow(flow)
        .setTable("shop.orders")
        .setTargetTable("shop.orders")
        .setKey("id=1")
        .setKind(VerdictKind.MISMATCHED)
        .setState(state)
        .setRevision(0)
        .setColumns(
            List.of(
                new ColumnDifference("total", "1", "2"), new ColumnDifference("note", "a", null)))
        .setDetailsCapped(false)
        .setPartition(0)
        .setSourceOffset(1)
        .setTargetOffset(1)
        .setPosition("p")
        .setOpenedAt(AT)
        .build();
  }

  private static TableStatus status(String flow, long confirmed) {
    return TableStatus.newBuilder()
        .setFlow(flow)
        .setTable("shop.orders")
        .setTargetTable("shop.orders")
        .setPhase(TablePhase.FOLLOWING)
        .setAlignment(Alignment.values()[0])
        .setSourceRows(1)
        .setTargetRows(1)
        .setSourceDigest("a")
        .setTargetDigest("a")
        .setExplainedDigest("0")
        .setExplainedRows(0)
        .setOpenMismatched(0)
        .setOpenMissing(0)
        .setOpenExtra(0)
        .setOpenOutsideLog(0)
        .setInconclusive(0)
        .setInFlight(0)
        .setInserts(0)
        .setUpdates(0)
        .setDeletes(0)
        .setConfirmed(confirmed)
        .setEqual(true)
        .setResidualZero(true)
        .setAt(AT)
        .build();
  }

  private static Alert alert(String id, AlertState state) {
    return Alert.newBuilder()
        .setId(id)
        .setSeverity(Severity.CRITICAL)
        .setState(state)
        .setCode("rows-mismatched")
        .setFlow("shop")
        .setSubject("shop.orders")
        .setTitle("t")
        .setDetail("d")
        .setRemedy("r")
        .setCount(1)
        .setOpenedAt(AT)
        .setAt(AT)
        .build();
  }
}
