package dev.lockstep.streams;

import static org.apache.kafka.streams.CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.flow.config.ConfigLoader;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.event.ChangeSource;
import dev.lockstep.schema.event.ComponentKey;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.EndpointKey;
import dev.lockstep.schema.event.Marker;
import dev.lockstep.schema.event.MarkerKind;
import dev.lockstep.schema.event.SourceReach;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.event.TopicReach;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.event.VerdictKind;
import dev.lockstep.schema.event.VerdictState;
import dev.lockstep.schema.kafka.TopicMap;
import dev.lockstep.schema.topic.ChangeTopic;
import dev.lockstep.schema.topic.TableName;
import dev.lockstep.schema.topic.TopicProvisioner;
import dev.lockstep.schema.topic.Topics;
import dev.lockstep.streams.ChangeBytes.Row;
import dev.lockstep.testing.TestKafka;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the program on a real broker: tables that join while it runs, and a restart. */
class StreamsServiceIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PARTITIONS = 2;
  private static final int PARTITION = 1;

  @TempDir Path directory;
  private TestKafka kafka;
  private LockstepConfig config;
  private Map<String, Object> registry;
  private Admin admin;
  private KafkaProducer<byte[], byte[]> producer;
  private ChangeBytes bytes;
  private final Map<String, Long> serials = new HashMap<>();
  private final Map<TopicPartition, Newest> newest = new HashMap<>();

  private record Newest(long offset, long serial) {}

  @BeforeEach
  void start() {
    kafka = TestKafka.start(directory.resolve("kafka"));
    String yaml =
        """
        kafka:
          bootstrap.servers: "%s"
        registry:
          url: "mock://%s"
        topics:
          partitions: 2
        endpoints:
          shop: {type: mariadb, host: localhost, port: 1, username: u, password: p}
          copy: {type: mariadb, host: localhost, port: 2, username: u, password: p}
        flows:
          move:
            source: shop
            target: copy
            tables:
              include: ["db.%%"]
        streams:
          state-directory: "%s"
          status-interval: 500ms
        """
            .formatted(kafka.bootstrapServers(), UUID.randomUUID(), directory.resolve("state"));
    config = ConfigLoader.parse(yaml, Map.of());
    registry = config.registry().codec();
    bytes = new ChangeBytes(registry);
    admin = Admin.create(config.kafka().client());
    producer =
        new KafkaProducer<>(
            config.kafka().client(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void stop() {
    producer.close();
    admin.close();
    kafka.close();
  }

  @Test
  void judgesTablesThatJoinWhileItRunsAndGoesOnAfterARestart() {
    String id;
    try (StreamsService service = StreamsService.start(config, Clock.systemUTC())) {
      topics("orders");
      long end = load("orders", new Row(1, "a"), new Row(2, "b"));
      awaitStatus("db.orders", status -> status.getEqual() && status.getTargetRows() == 2);
      topics("items");
      load("items", new Row(7, "x"));
      awaitStatus("db.items", status -> status.getEqual() && status.getTargetRows() == 1);

      change("copy", "orders", "u", new Row(1, "a"), new Row(1, "A"));
      marker(MarkerKind.FOREIGN, "orders", -1);
      await().atMost(PATIENCE).until(() -> verdicts().size() == 1);
      Verdict opened = verdicts().getFirst();
      assertThat(opened.getKind()).isEqualTo(VerdictKind.MISMATCHED);
      assertThat(opened.getPartition()).isEqualTo(PARTITION);
      assertThat(opened.getColumns()).singleElement();
      assertThat(end).isPositive();
      assertThat(service.failure()).isEmpty();
      await().atMost(PATIENCE).until(() -> said() == ComponentState.RUNNING);
      id = opened.getId();
    }
    assertThat(said()).isEqualTo(ComponentState.STOPPED);
    change("copy", "orders", "u", new Row(1, "A"), new Row(1, "a"));
    marker(MarkerKind.FOREIGN, "orders", -1);
    try (StreamsService service = StreamsService.start(config, Clock.systemUTC())) {
      await().atMost(PATIENCE).until(() -> verdicts().size() == 2);
      Verdict closed = verdicts().getLast();
      assertThat(closed.getId()).isEqualTo(id);
      assertThat(closed.getState()).isEqualTo(VerdictState.CLOSED);
      awaitStatus("db.orders", TableStatus::getEqual);
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void readsTopicsThatCameWhileAKilledInstanceStillCountsAsAMember() {
    topics("orders");
    StreamsService killed = StreamsService.start(config, Clock.systemUTC());
    load("orders", new Row(1, "a"));
    awaitStatus("db.orders", TableStatus::getEqual);
    killed.stop(REMAIN_IN_GROUP);

    topics("items");
    load("items", new Row(7, "x"));

    try (StreamsService service = StreamsService.start(config, Clock.systemUTC())) {
      awaitStatus("db.items", status -> status.getEqual() && status.getTargetRows() == 1);
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void takesNoRowsOfAnotherKafkaForThoseOfThisOne() throws Exception {
    topics("orders");
    try (StreamsService service = StreamsService.start(config, Clock.systemUTC())) {
      load("orders", new Row(1, "a"), new Row(2, "b"), new Row(3, "c"));
      awaitStatus("db.orders", TableStatus::getEqual);
      assertThat(service.failure()).isEmpty();
    }
    deleteEverything();
    topics("items");
    try (StreamsService service = StreamsService.start(config, Clock.systemUTC())) {
      load("items", new Row(1, "x"));
      awaitStatus("db.items", status -> status.getEqual() && status.getTargetRows() == 1);
      change("copy", "items", "d", new Row(1, "x"), null);
      marker(MarkerKind.FOREIGN, "items", -1);
      await().atMost(PATIENCE).until(() -> !verdicts().isEmpty());
      assertThat(verdicts())
          .extracting(verdict -> verdict.getKey() + " " + verdict.getKind())
          .containsExactly("id=1 " + VerdictKind.MISSING_ON_TARGET);
      assertThat(service.failure()).isEmpty();
    }
  }

  /** What the program said last of the flow. */
  private ComponentState said() {
    try (TopicMap<ComponentKey, ComponentStatus> statuses =
        new TopicMap<>(
            config.kafka().client(),
            new TopicPartition(Topics.COMPONENT_STATUS.name(), 0),
            Avro.<ComponentKey>specific(registry, true).deserializer(),
            Avro.<ComponentStatus>specific(registry, false).deserializer(),
            (record, why) -> {
              throw why;
            })) {
      statuses.readToEnd();
      return statuses.entries().get(new ComponentKey("streams", "move", "")).getState();
    }
  }

  /** All topics and groups: the state directory now has another Kafka behind it. */
  private void deleteEverything() throws Exception {
    Set<String> names = admin.listTopics().names().get();
    admin.deleteTopics(names).all().get();
    await().atMost(PATIENCE).until(() -> admin.listTopics().names().get().isEmpty());
    for (var group : admin.listGroups().all().get()) {
      admin.deleteConsumerGroups(List.of(group.groupId())).all().get();
    }
    serials.clear();
    newest.clear();
  }

  private void topics(String table) {
    TopicProvisioner.ensureChangeTopics(
        admin,
        List.of(
            new ChangeTopic("shop", new TableName("db", table)),
            new ChangeTopic("copy", new TableName("db", table))),
        PARTITIONS,
        (short) 1,
        Duration.ofDays(1));
  }

  /** Both sides with these rows, all in one partition; barriers and markers reach both. */
  private long load(String table, Row... rows) {
    barrier("shop", table, "s");
    for (Row row : rows) {
      change("shop", table, "r", null, row);
    }
    long end = barrier("shop", table, "e");
    barrier("copy", table, "s");
    barrier("copy", table, "e");
    for (Row row : rows) {
      change("copy", table, "c", null, row);
    }
    marker(MarkerKind.OWN, table, end);
    return end;
  }

  private long barrier(String endpoint, String table, String op) {
    long offset = -1;
    for (int partition = 0; partition < PARTITIONS; partition++) {
      long at = change(partition, endpoint, table, op, null, null);
      offset = partition == PARTITION ? at : offset;
    }
    return offset;
  }

  private long change(String endpoint, String table, String op, Row before, Row after) {
    return change(PARTITION, endpoint, table, op, before, after);
  }

  private long change(
      int partition, String endpoint, String table, String op, Row before, Row after) {
    String topic = endpoint + ".db." + table;
    long serial = serials.merge(endpoint, 1L, Long::sum);
    ChangeSource source =
        new ChangeSource(
            "mariadb",
            endpoint,
            Instant.now().getEpochSecond() * 1000,
            false,
            "db",
            table,
            null,
            null,
            0L,
            serial,
            1);
    long now = System.currentTimeMillis() * 1000;
    long offset =
        send(
            topic,
            partition,
            bytes.key(topic, before, after),
            bytes.value(topic, op, before, after, source, now));
    newest.put(new TopicPartition(topic, partition), new Newest(offset, serial));
    return offset;
  }

  /**
   * @param applied offset in the partition of the rows; -1 for a marker without progress
   */
  private void marker(MarkerKind kind, String table, long applied) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      String source = "shop.db." + table;
      String target = "copy.db." + table;
      long offset =
          partition == PARTITION
              ? applied
              : newest.get(new TopicPartition(source, partition)).offset();
      Marker marker =
          Marker.newBuilder()
              .setEndpoint("copy")
              .setKind(kind)
              .setSerial(serials.merge("copy", 1L, Long::sum))
              .setEpoch(1)
              .setPosition("binlog." + serials.get("copy"))
              .setCommittedAt(Instant.now())
              .setCommitPrecisionMillis(1000)
              .setCapturedAt(Instant.now())
              .setTarget(
                  List.of(
                      new TopicReach(
                          target, newest.get(new TopicPartition(target, partition)).serial())))
              .setProgress(
                  applied < 0
                      ? List.of()
                      : List.of(
                          new SourceReach("move", source, topicId(source), offset, Instant.now())))
              .build();
      send(
          Topics.MARKERS.name(),
          partition,
          Avro.<EndpointKey>specific(registry, true)
              .serializer()
              .serialize(Topics.MARKERS.name(), new EndpointKey("copy")),
          Avro.<Marker>specific(registry, false)
              .serializer()
              .serialize(Topics.MARKERS.name(), marker));
    }
  }

  private String topicId(String topic) {
    try {
      Uuid id = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).topicId();
      return id.toString();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private long send(String topic, int partition, byte[] key, byte[] value) {
    try {
      return producer.send(new ProducerRecord<>(topic, partition, key, value)).get().offset();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void awaitStatus(String table, java.util.function.Predicate<TableStatus> wanted) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(
            () ->
                assertThat(this.<TableStatus>read(Topics.TABLE_STATUS.name()))
                    .filteredOn(status -> status.getTable().equals(table))
                    .last()
                    .matches(wanted));
  }

  private List<Verdict> verdicts() {
    return read(Topics.VERDICTS.name());
  }

  private <T extends SpecificRecord> List<T> read(String topic) {
    Map<String, Object> client = config.kafka().client();
    client.put("isolation.level", "read_committed");
    client.put("auto.offset.reset", "earliest");
    List<T> values = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          values.add(
              Avro.<T>specific(registry, false).deserializer().deserialize(topic, record.value()));
        }
      }
    }
    return values;
  }
}
