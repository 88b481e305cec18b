package dev.lockstep.producers.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.schema.event.CapturePosition;
import dev.lockstep.schema.event.EndpointKey;
import dev.lockstep.schema.topic.TopicProvisioner;
import dev.lockstep.schema.topic.Topics;
import dev.lockstep.testing.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the newest committed position is found, whatever others are writing, or none at all. */
class PositionReaderIT {

  private static final Map<String, Object> CODEC =
      Map.of("schema.registry.url", "mock://positions");

  @TempDir static Path data;
  private static TestKafka kafka;
  private static Map<String, Object> client;
  private static Admin admin;

  @BeforeAll
  static void start() throws Exception {
    kafka = TestKafka.start(data);
    client = Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 0);
    admin = Admin.create(client);
    TopicProvisioner.ensure(
        admin,
        Stream.of("busy", "other", "early", "late", "hung").map(Topics::positions).toList(),
        1,
        (short) 1);
    admin.createTopics(List.of(new NewTopic(Topics.SHARED_POSITIONS, 1, (short) 1))).all().get();
  }

  @AfterAll
  static void stop() {
    admin.close();
    kafka.close();
  }

  private final PositionReader reader = new PositionReader(client, CODEC);

  @Test
  void findsWhatIsCommittedWhileAnotherEndpointsTransactionIsOpen() throws Exception {
    try (TransactionalLog busy = log("busy");
        TransactionalLog other = log("other")) {
      save(other, "other", 1);
      other.commit();
      save(busy, "busy", 5);
      sent(Topics.positions("busy").name(), 1);
      save(other, "other", 2);
      other.commit();
      assertThat(serial("other")).contains(2L);
      busy.commit();
      assertThat(serial("busy")).contains(5L);
    }
  }

  @Test
  void movesAPositionOfAnEarlierReleaseOnce() {
    assertThat(serial("early")).isEmpty();
    try (TransactionalLog log = log("early")) {
      saveShared(log, "early", 7);
      log.commit();
      assertThat(serial("early")).contains(7L);
      assertThat(reader.take("early", log).map(Position::serial)).contains(7L);
      assertThat(serial("early")).contains(7L);
      save(log, "early", 8);
      log.commit();
      assertThat(serial("early")).contains(8L);
      assertThat(reader.take("early", log).map(Position::serial)).contains(8L);
    }
    // Were the topic of its own to be lost, the old position must not come back.
    try (TransactionalLog log = log("early")) {
      log.send(Topics.positions("early").name(), 0, new EndpointKey("early"), null);
      log.commit();
    }
    assertThat(serial("early")).isEmpty();
  }

  @Test
  void waitsForWhoeverHidesThePositionOfAnEarlierRelease() throws Exception {
    try (TransactionalLog hiding = log("hiding");
        TransactionalLog late = log("late")) {
      saveShared(late, "late", 1);
      late.commit();
      long hidden = end(Topics.SHARED_POSITIONS);
      saveShared(hiding, "hiding", 1);
      sent(Topics.SHARED_POSITIONS, hidden + 1);
      saveShared(late, "late", 2);
      late.commit();
      CompletableFuture<Optional<Long>> found = CompletableFuture.supplyAsync(() -> serial("late"));
      assertThatThrownBy(() -> found.get(2, java.util.concurrent.TimeUnit.SECONDS))
          .isInstanceOf(java.util.concurrent.TimeoutException.class);
      hiding.commit();
      assertThat(found.get()).contains(2L);
    }
  }

  @Test
  void findsNoOlderPositionRatherThanTheHiddenOne() throws Exception {
    PositionReader hasty = new PositionReader(client, CODEC, Duration.ofMillis(500));
    try (TransactionalLog hung = log("hung")) {
      save(hung, "hung", 1);
      hung.commit();
      save(hung, "hung", 2);
      sent(Topics.positions("hung").name(), 3);
      assertThatThrownBy(() -> hasty.read("hung"))
          .isInstanceOfSatisfying(
              LockstepException.class,
              e -> assertThat(e.remedy()).contains("kafka-transactions.sh"))
          .hasMessageContaining("endpoint hung")
          .hasMessageContaining("open in topic lockstep.positions.hung at offset 2");
    }
  }

  private Optional<Long> serial(String endpoint) {
    return reader.read(endpoint).map(Position::serial);
  }

  /** Waits until a topic ends there, open transactions and all. */
  private static void sent(String topic, long end) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (end(topic) < end) {
      assertThat(System.nanoTime()).as("sent to " + topic).isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  private static long end(String topic) throws Exception {
    TopicPartition partition = new TopicPartition(topic, 0);
    return admin
        .listOffsets(
            Map.of(partition, OffsetSpec.latest()),
            new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
        .partitionResult(partition)
        .get()
        .offset();
  }

  private static void save(TransactionalLog log, String endpoint, long serial) {
    log.send(Topics.positions(endpoint).name(), 0, new EndpointKey(endpoint), position(serial));
  }

  private static void saveShared(TransactionalLog log, String endpoint, long serial) {
    log.send(Topics.SHARED_POSITIONS, 0, new EndpointKey(endpoint), position(serial));
  }

  private static IndexedRecord position(long serial) {
    return CapturePosition.newBuilder()
        .setEndpoint("any")
        .setSerial(serial)
        .setEpoch(1)
        .setSnapshotCompleted(true)
        .setUnmarked(List.of())
        .setAt(Instant.EPOCH)
        .build();
  }

  private static TransactionalLog log(String endpoint) {
    return TransactionalLog.open(
        endpoint, client, CODEC, Duration.ofSeconds(60), topic -> Topics.MAX_MESSAGE_BYTES);
  }
}
