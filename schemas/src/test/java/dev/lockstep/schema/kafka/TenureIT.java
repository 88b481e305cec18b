package dev.lockstep.schema.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.lockstep.schema.kafka.Tenure.End;
import dev.lockstep.testing.TestKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a producer that was merely slow is told from one that another has taken over from. */
class TenureIT {

  private static final int TIMEOUT_MILLIS = 1_000;

  @TempDir static Path data;
  private static TestKafka kafka;
  private static Admin admin;
  private TopicPartition topic;
  private String id;

  @BeforeAll
  static void startKafka() {
    kafka = TestKafka.start(data);
    admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  @AfterAll
  static void stopKafka() {
    admin.close();
    kafka.close();
  }

  @BeforeEach
  void makeTopic(TestInfo test) throws Exception {
    id = test.getTestMethod().orElseThrow().getName();
    topic = new TopicPartition(id, 0);
    admin.createTopics(List.of(new NewTopic(id, 1, (short) 1))).all().get();
  }

  @Test
  void aTransactionThatTookTooLongIsNoTakeover() {
    try (Instance slow = new Instance()) {
      slow.pauseTooLong();
      Throwable failure = catchThrowable(slow.producer::commitTransaction);
      assertThat(slow.end(failure)).as("%s", failure).isEqualTo(End.TOO_SLOW);
      try (Instance again = new Instance()) {
        again.write("b");
        assertThat(lastSigned()).contains(again.tenure.id());
      }
    }
  }

  @Test
  void norIsItWhenMoreWasSentAfterThePause() {
    try (Instance slow = new Instance()) {
      slow.pauseTooLong();
      slow.producer.send(new ProducerRecord<>(id, "k", "late"));
      slow.producer.flush();
      Throwable failure = catchThrowable(slow.producer::commitTransaction);
      assertThat(slow.end(failure)).as("%s", failure).isEqualTo(End.TOO_SLOW);
    }
  }

  @Test
  void butItIsWhenAnotherCameDuringThePause() {
    try (Instance slow = new Instance()) {
      slow.pauseTooLong();
      try (Instance other = new Instance()) {
        Throwable failure = catchThrowable(slow.producer::commitTransaction);
        assertThat(slow.end(failure)).as("%s", failure).isEqualTo(End.TAKEN_OVER);
        other.write("b");
      }
    }
  }

  @Test
  void beingFencedByAnotherIsATakeover() {
    try (Instance first = new Instance()) {
      first.write("a");
      try (Instance second = new Instance()) {
        assertThat(first.end(catchThrowable(() -> first.write("b")))).isEqualTo(End.TAKEN_OVER);
        second.write("c");
        assertThat(lastSigned()).contains(second.tenure.id());
      }
    }
  }

  @Test
  void fencingThatNobodyFollowsUpIsNoTakeover() throws Exception {
    try (Instance instance = new Instance()) {
      instance.write("a");
      admin.fenceProducers(List.of(id)).all().get();
      assertThat(instance.end(catchThrowable(() -> instance.write("b")))).isEqualTo(End.TOO_SLOW);
    }
  }

  @Test
  void whoWasFencedBeforeItSignedGivesWay() {
    Tenure unsigned = new Tenure();
    assertThat(unsigned.ended(new ProducerFencedException("x"), Optional::empty))
        .isEqualTo(End.TAKEN_OVER);
  }

  @Test
  void anotherFailureIsAskedNobodyAbout() {
    Tenure tenure = new Tenure();
    assertThat(
            tenure.ended(
                new TimeoutException("away"),
                () -> {
                  throw new AssertionError("asked");
                }))
        .isEqualTo(End.NONE);
  }

  private TransactionState state() throws Exception {
    return admin.describeTransactions(List.of(id)).description(id).get().state();
  }

  private Optional<String> lastSigned() {
    try (TopicMap<String, String> map =
        new TopicMap<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            topic,
            new StringDeserializer(),
            new StringDeserializer(),
            (record, why) -> {
              throw why;
            })) {
      return map.newest("k", 10)
          .map(found -> found.record().headers().lastHeader("by"))
          .map(by -> new String(by.value(), StandardCharsets.UTF_8));
    }
  }

  private final class Instance implements AutoCloseable {
    private final Tenure tenure = new Tenure();
    private final KafkaProducer<String, String> producer;

    Instance() {
      Map<String, Object> properties = new HashMap<>();
      properties.put("bootstrap.servers", kafka.bootstrapServers());
      properties.put("transactional.id", id);
      properties.put("transaction.timeout.ms", TIMEOUT_MILLIS);
      producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
      producer.initTransactions();
      write("signed");
      tenure.signed();
    }

    void write(String value) {
      producer.beginTransaction();
      ProducerRecord<String, String> record = new ProducerRecord<>(id, "k", value);
      record.headers().add("by", tenure.id().getBytes(StandardCharsets.UTF_8));
      producer.send(record);
      producer.commitTransaction();
    }

    /** Until Kafka has ended the transaction: it looks every ten seconds for such. */
    void pauseTooLong() {
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(id, "k", "lost"));
      producer.flush();
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> state() == TransactionState.COMPLETE_ABORT);
    }

    End end(Throwable failure) {
      return tenure.ended(failure, TenureIT.this::lastSigned);
    }

    @Override
    public void close() {
      producer.close(Duration.ZERO);
    }
  }
}
