package dev.lockstep.schema.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.embedded.Ports;
import dev.lockstep.embedded.kafka.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: whoever follows a topic has read all that was there when it asked, each record once, or is
 * told why not. Method: a real broker, and every way in which records can be there without being
 * seen: behind an open transaction, aborted, compacted away, in a topic that is not there yet, or
 * at a broker that is away.
 */
class TopicFollowerIT {

  private static final Duration HASTY = Duration.ofMillis(700);
  private static final Duration AWAY = Duration.ofSeconds(2);

  @TempDir static Path data;
  private static int port;
  private static EmbeddedKafka kafka;
  private static Map<String, Object> client;
  private static Admin admin;
  private static KafkaProducer<String, String> plain;

  @BeforeAll
  static void start() {
    port = Ports.free();
    client = Map.of("bootstrap.servers", "127.0.0.1:" + port);
    kafka = EmbeddedKafka.start(data, port);
    admin = Admin.create(client);
    plain = new KafkaProducer<>(client, new StringSerializer(), new StringSerializer());
  }

  @AfterAll
  static void stop() {
    plain.close();
    admin.close();
    kafka.close();
  }

  @Test
  void anEmptyTopicIsAnEmptyMap() throws Exception {
    try (TopicMap<String, String> map = map(made("empty"))) {
      map.readToEnd();
      map.readToCommittedEnd();
      assertThat(map.entries()).isEmpty();
      assertThat(map.newest("a", 10)).isEmpty();
    }
  }

  @Test
  void theNewestValueOfEachKeyStandsAndATombstoneRemovesIt() throws Exception {
    TopicPartition topic = made("newest");
    tell(topic, "a", "1");
    tell(topic, "b", "1");
    tell(topic, "a", "2");
    tell(topic, "b", null);
    try (TopicMap<String, String> map = map(topic)) {
      map.readToEnd();
      assertThat(map.entries()).containsExactly(Map.entry("a", "2"));
      tell(topic, "a", null);
      tell(topic, "c", "3");
      map.readToEnd();
      assertThat(map.entries()).containsExactly(Map.entry("c", "3"));
    }
  }

  @Test
  void whatComesLaterIsFollowed() throws Exception {
    TopicPartition topic = made("later");
    tell(topic, "a", "1");
    try (TopicMap<String, String> map = map(topic)) {
      map.readToEnd();
      tell(topic, "a", "2");
      await()
          .until(
              () -> {
                map.follow(Duration.ofMillis(50));
                return "2".equals(map.entries().get("a"));
              });
    }
  }

  @Test
  void nothingIsReadThatCameBehindTheEndThatWasAskedFor() throws Exception {
    TopicPartition topic = made("bounded");
    for (int i = 0; i < 5; i++) {
      tell(topic, "k" + i, "v");
    }
    List<Long> taken = new ArrayList<>();
    try (TopicFollower follower = new TopicFollower(client, List.of(topic))) {
      follower.readTo(Map.of(topic, 2L), record -> taken.add(record.offset()));
      assertThat(taken).containsExactly(0L, 1L);
      follower.readTo(Map.of(topic, 3L), record -> taken.add(record.offset()));
      assertThat(taken).containsExactly(0L, 1L, 2L);
      follower.readToEnd(record -> taken.add(record.offset()));
      assertThat(taken).containsExactly(0L, 1L, 2L, 3L, 4L);
    }
  }

  @Test
  void whatAnotherWritersOpenTransactionHidesIsWaitedFor() throws Exception {
    TopicPartition topic = made("hidden");
    try (KafkaProducer<String, String> open = transactional("hiding");
        KafkaProducer<String, String> other = transactional("hidden-behind");
        TopicMap<String, String> map = map(topic)) {
      tell(topic, "a", "1");
      open.beginTransaction();
      open.send(record(topic, "open", "1")).get();
      other.beginTransaction();
      other.send(record(topic, "a", "2"));
      other.commitTransaction();

      map.readToCommittedEnd();
      assertThat(map.entries()).containsExactly(Map.entry("a", "1"));

      CompletableFuture<Void> all = CompletableFuture.runAsync(map::readToEnd);
      assertThatThrownBy(() -> all.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
      open.abortTransaction();
      all.get(20, TimeUnit.SECONDS);
      assertThat(map.entries()).containsExactly(Map.entry("a", "2"));
    }
  }

  @Test
  void aTransactionThatNobodyEndsIsAnErrorThatSaysWhere() throws Exception {
    TopicPartition topic = made("hung");
    try (KafkaProducer<String, String> open = transactional("hung");
        TopicMap<String, String> map = map(topic, HASTY)) {
      tell(topic, "a", "1");
      open.beginTransaction();
      open.send(record(topic, "b", "1")).get();
      assertThatThrownBy(map::readToEnd)
          .isInstanceOfSatisfying(
              NotReadInTimeException.class,
              e -> {
                assertThat(e.isHidden()).isTrue();
                assertThat(e.offset()).isEqualTo(1);
              })
          .hasMessageContaining("open in topic follower.hung at offset 1");
      assertThatThrownBy(() -> map.newest("a", 10)).isInstanceOf(NotReadInTimeException.class);
      open.commitTransaction();
      map.readToEnd();
      assertThat(map.entries()).containsOnlyKeys("a", "b");
    }
  }

  @Test
  void theEndOfAbortedRecordsIsReachedThoughTheyAreNotShown() throws Exception {
    TopicPartition topic = made("aborted");
    try (KafkaProducer<String, String> producer = transactional("aborting");
        TopicMap<String, String> map = map(topic)) {
      producer.beginTransaction();
      producer.send(record(topic, "a", "1"));
      producer.commitTransaction();
      for (int i = 0; i < 3; i++) {
        producer.beginTransaction();
        for (int j = 0; j < 20; j++) {
          producer.send(record(topic, "a", "never"));
        }
        producer.abortTransaction();
      }
      map.readToEnd();
      assertThat(map.entries()).containsExactly(Map.entry("a", "1"));
      assertThat(map.newest("a", 2).flatMap(TopicMap.Newest::value)).contains("1");
    }
  }

  @Test
  void theNewestOfOneKeyIsFoundFromTheEnd() throws Exception {
    TopicPartition topic = made("backwards");
    tell(topic, "early", "0");
    for (int i = 0; i < 300; i++) {
      tell(topic, "often", "" + i);
    }
    tell(topic, "removed", "1");
    tell(topic, "removed", null);
    try (TopicMap<String, String> map = map(topic)) {
      assertThat(map.newest("often", 3).flatMap(TopicMap.Newest::value)).contains("299");
      assertThat(map.newest("early", 3).flatMap(TopicMap.Newest::value)).contains("0");
      assertThat(map.newest("removed", 1).orElseThrow().value()).isEmpty();
      assertThat(map.newest("never", 3)).isEmpty();
      // Reading on is not moved by that.
      map.readToEnd();
      assertThat(map.entries()).containsOnlyKeys("early", "often");
    }
  }

  @Test
  void aCompactedTopicIsTheSameMap() throws Exception {
    TopicPartition topic =
        made(
            "compacted",
            Map.of(
                "cleanup.policy", "compact",
                "segment.ms", "100",
                "min.cleanable.dirty.ratio", "0.0001",
                "min.compaction.lag.ms", "0",
                "max.compaction.lag.ms", "100",
                "delete.retention.ms", "0"));
    for (int i = 0; i < 50; i++) {
      tell(topic, "a", "" + i);
      tell(topic, "gone", "" + i);
    }
    tell(topic, "gone", null);
    // Each makes a new segment, so that those before may be compacted.
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              tell(topic, "tick", "t");
              return count(topic) < 50;
            });
    try (TopicMap<String, String> map = map(topic)) {
      map.readToEnd();
      assertThat(map.entries()).containsOnly(Map.entry("a", "49"), Map.entry("tick", "t"));
      assertThat(map.newest("a", 1).flatMap(TopicMap.Newest::value)).contains("49");
    }
  }

  @Test
  void aTopicThatIsNotThereIsSaidAndReadWhenItHasCome() throws Exception {
    TopicPartition topic = new TopicPartition("follower.absent", 0);
    try (TopicMap<String, String> map = map(topic, HASTY)) {
      assertThat(map.isThere()).isFalse();
      assertThatThrownBy(map::readToEnd)
          .isInstanceOf(NotReadInTimeException.class)
          .hasMessageContaining("follower.absent");
      made("absent");
      tell(topic, "a", "1");
      assertThat(map.isThere()).isTrue();
      map.readToEnd();
      assertThat(map.entries()).containsExactly(Map.entry("a", "1"));
    }
  }

  @Test
  void whatCannotBeReadIsForWhoeverAsksAndIsNeverPassedOverByItself() throws Exception {
    TopicPartition topic = made("unreadable");
    tell(topic, "a", "1");
    tell(topic, "bad", "x");
    tell(topic, null, "x");
    tell(topic, "b", "1");
    List<Long> met = new ArrayList<>();
    TopicMap.Unreadable stop =
        (record, why) -> {
          met.add(record.offset());
          throw why;
        };
    try (TopicMap<String, String> strict = map(topic, TopicFollower.PATIENCE, stop)) {
      assertThatThrownBy(strict::readToEnd).isInstanceOf(SerializationException.class);
      assertThatThrownBy(strict::readToEnd).isInstanceOf(SerializationException.class);
      assertThat(met).as("read again, and not passed").containsExactly(1L, 1L);
      assertThat(strict.entries()).containsOnlyKeys("a");
    }
    met.clear();
    try (TopicMap<String, String> lenient =
        map(topic, TopicFollower.PATIENCE, (record, why) -> met.add(record.offset()))) {
      lenient.readToEnd();
      assertThat(met).containsExactly(1L, 2L);
      assertThat(lenient.entries()).containsOnlyKeys("a", "b");
    }
  }

  @Test
  void goesOnWhenTheBrokerWasAwayMeanwhile(@TempDir Path directory) throws Exception {
    int other = Ports.free();
    Map<String, Object> there = Map.of("bootstrap.servers", "127.0.0.1:" + other);
    TopicPartition topic = new TopicPartition("follower.away", 0);
    EmbeddedKafka broker = EmbeddedKafka.start(directory, other);
    try (TopicMap<String, String> map =
        new TopicMap<>(
            there,
            topic,
            new StringDeserializer(),
            new StringDeserializer(),
            (record, why) -> {
              throw why;
            },
            (before, next) -> next,
            AWAY)) {
      tellAt(there, topic, "a", "1");
      map.readToEnd();
      broker.close();
      assertThatThrownBy(map::readToEnd)
          .isInstanceOfSatisfying(
              NotReadInTimeException.class, e -> assertThat(e.isHidden()).isFalse());
      broker = EmbeddedKafka.start(directory, other);
      tellAt(there, topic, "a", "2");
      await()
          .ignoreExceptionsInstanceOf(NotReadInTimeException.class)
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                map.readToEnd();
                return "2".equals(map.entries().get("a"));
              });
    } finally {
      broker.close();
    }
  }

  private static void tellAt(
      Map<String, Object> there, TopicPartition topic, String key, String value) throws Exception {
    try (Admin maker = Admin.create(there);
        KafkaProducer<String, String> producer =
            new KafkaProducer<>(there, new StringSerializer(), new StringSerializer())) {
      if (!maker.listTopics().names().get().contains(topic.topic())) {
        maker.createTopics(List.of(new NewTopic(topic.topic(), 1, (short) 1))).all().get();
      }
      producer.send(record(topic, key, value)).get();
    }
  }

  private static TopicPartition made(String name) throws Exception {
    return made(name, Map.of());
  }

  private static TopicPartition made(String name, Map<String, String> settings) throws Exception {
    TopicPartition topic = new TopicPartition("follower." + name, 0);
    admin
        .createTopics(List.of(new NewTopic(topic.topic(), 1, (short) 1).configs(settings)))
        .all()
        .get();
    return topic;
  }

  private static void tell(TopicPartition topic, @Nullable String key, @Nullable String value)
      throws Exception {
    plain.send(record(topic, key, value)).get();
  }

  private static ProducerRecord<String, String> record(
      TopicPartition topic, @Nullable String key, @Nullable String value) {
    return new ProducerRecord<>(topic.topic(), topic.partition(), key, value);
  }

  private static long count(TopicPartition topic) {
    List<Long> offsets = new ArrayList<>();
    try (TopicFollower follower = new TopicFollower(client, List.of(topic))) {
      follower.readToEnd(record -> offsets.add(record.offset()));
    }
    return offsets.size();
  }

  private static KafkaProducer<String, String> transactional(String id) {
    Map<String, Object> properties = new HashMap<>(client);
    properties.put("transactional.id", id);
    KafkaProducer<String, String> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    producer.initTransactions();
    return producer;
  }

  private static TopicMap<String, String> map(TopicPartition topic) {
    return map(topic, TopicFollower.PATIENCE);
  }

  private static TopicMap<String, String> map(TopicPartition topic, Duration patience) {
    return map(
        topic,
        patience,
        (record, why) -> {
          throw why;
        });
  }

  private static TopicMap<String, String> map(
      TopicPartition topic, Duration patience, TopicMap.Unreadable unreadable) {
    return new TopicMap<>(
        client,
        topic,
        new StringDeserializer(),
        TopicFollowerIT::value,
        unreadable,
        (before, next) -> next,
        patience);
  }

  private static String value(String topic, byte[] bytes) {
    String value = new String(bytes, StandardCharsets.UTF_8);
    if (value.equals("x")) {
      throw new SerializationException("x is no value");
    }
    return value;
  }
}
