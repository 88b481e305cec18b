package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.flow.config.ProducersSettings.OnLostHistory;
import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.event.EndpointKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/**
 * Goal: invariant 1 on real servers. Method: a writer whose every change carries the next version
 * of its key, captures that die without committing at random moments, and a consumer that must then
 * see every version of every key once and in order.
 */
class CrashIT extends OnServers {

  private static final long SEED = Long.getLong("seed", System.nanoTime());

  @Test
  void publishesEachChangeOnceHoweverOftenItDies() throws Exception {
    System.out.println("CrashIT seed " + SEED);
    Random random = new Random(SEED);
    String name = Servers.fresh("crash");
    servers.sql(
        "create database " + name,
        "create table " + name + ".a (id int primary key, v int not null)");
    LockstepConfig config =
        servers.config(
            Servers.flow(name, "nowhere", name), OnLostHistory.STOP, servers.endpoint(name));
    AtomicBoolean done = new AtomicBoolean();
    int[] versions = new int[50];
    Thread writer = new Thread(() -> write(name, versions, done, new Random(SEED + 1)));
    CaptureService first = CaptureService.start(config, Clock.systemUTC());
    try (Topic topic = servers.topic(name + "." + name + ".a")) {
      topic.until(all -> all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4);
      writer.start();
      CaptureService running = first;
      for (int crash = 0; crash < 6; crash++) {
        Thread.sleep(300 + random.nextInt(1500));
        running.kill();
        running = CaptureService.start(config, Clock.systemUTC());
      }
      done.set(true);
      writer.join();
      int total = java.util.Arrays.stream(versions).sum();
      try {
        topic.until(all -> Topic.rows(all).size() >= total);
      } finally {
        running.close();
      }
      Thread.sleep(200);
      assertOnceInOrder(Topic.rows(topic.all()), versions);
    }
  }

  private static void write(String name, int[] versions, AtomicBoolean done, Random random) {
    try (Connection connection = servers.database.adminConnection(name);
        PreparedStatement upsert =
            connection.prepareStatement(
                "insert into a values (?, ?) on duplicate key update v = values(v)")) {
      connection.setAutoCommit(false);
      while (!done.get()) {
        int changes = random.nextInt(20) == 0 ? 3000 : 1 + random.nextInt(8);
        for (int i = 0; i < changes; i++) {
          int key = random.nextInt(versions.length);
          upsert.setInt(1, key);
          upsert.setInt(2, ++versions[key]);
          upsert.execute();
        }
        connection.commit();
        Thread.sleep(random.nextInt(10));
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertOnceInOrder(
      List<ConsumerRecord<GenericRecord, GenericRecord>> rows, int[] versions) {
    Map<Integer, List<Integer>> seen = new TreeMap<>();
    Map<Integer, Integer> partitions = new HashMap<>();
    Map<Integer, Long> serials = new HashMap<>();
    for (var row : rows) {
      Integer key = (Integer) row.key().get("id");
      seen.computeIfAbsent(key, k -> new ArrayList<>())
          .add((Integer) ((GenericRecord) row.value().get("after")).get("v"));
      assertThat(partitions.merge(key, row.partition(), (a, b) -> a)).isEqualTo(row.partition());
      Long previous = serials.put(row.partition(), Topic.serial(row));
      assertThat(previous == null || previous < Topic.serial(row)).isTrue();
    }
    for (int key = 0; key < versions.length; key++) {
      List<Integer> expected = new ArrayList<>();
      for (int v = 1; v <= versions[key]; v++) {
        expected.add(v);
      }
      assertThat(seen.getOrDefault(key, List.of()))
          .as("versions of key " + key)
          .isEqualTo(expected);
    }
  }

  /**
   * Another endpoint's capture died while its transaction was open, so that it stays so until Kafka
   * ends it: in its own topics, in the markers of all, and where earlier releases kept positions.
   */
  @Test
  void goesOnWhereItStoodThoughAnotherEndpointsTransactionIsOpen() throws Exception {
    String name = Servers.fresh("hidden");
    servers.sql(
        "create database " + name,
        "create table " + name + ".a (id int primary key, v int)",
        "insert into " + name + ".a values (0,0)");
    LockstepConfig config =
        servers.config(
            Servers.flow(name, "nowhere", name), OnLostHistory.STOP, servers.endpoint(name));
    try (Topic topic = followed(config, name);
        KafkaProducer<byte[], byte[]> other = openTransaction(config)) {
      CaptureService running = CaptureService.start(config, Clock.systemUTC());
      int last = 0;
      for (int life = 0; life < 3; life++) {
        for (int i = 0; i < 20; i++) {
          servers.sql("insert into " + name + ".a values (" + ++last + ",1)");
        }
        int rows = last + 1;
        topic.until(all -> Topic.rows(all).size() >= rows);
        running.kill();
        running = CaptureService.start(config, Clock.systemUTC());
      }
      servers.sql("insert into " + name + ".a values (" + ++last + ",1)");
      int rows = last + 1;
      topic.until(
          all -> Topic.rows(all).stream().anyMatch(r -> r.key().get("id").equals(rows - 1)));
      running.close();
      List<Long> serials = Topic.rows(topic.all()).stream().map(Topic::serial).sorted().toList();
      assertThat(serials).hasSize(rows).doesNotHaveDuplicates();
      other.abortTransaction();
    }
  }

  /** Reads the first snapshot. */
  private static Topic followed(LockstepConfig config, String name) throws Exception {
    try (CaptureService first = CaptureService.start(config, Clock.systemUTC())) {
      Topic topic = servers.topic(name + "." + name + ".a");
      topic.until(all -> all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4);
      assertThat(first.failure()).isEmpty();
      return topic;
    }
  }

  private static KafkaProducer<byte[], byte[]> openTransaction(LockstepConfig config)
      throws Exception {
    String shared = "lockstep.positions";
    try (Admin admin = Admin.create(config.kafka().client())) {
      if (!admin.listTopics().names().get().contains(shared)) {
        admin.createTopics(List.of(new NewTopic(shared, 1, (short) 1))).all().get();
      }
    }
    Map<String, Object> properties = config.kafka().client();
    properties.put("transactional.id", "another-endpoint");
    properties.put("transaction.timeout.ms", 300_000);
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    producer.beginTransaction();
    byte[] key =
        Avro.<EndpointKey>specific(config.registry().codec(), true)
            .serializer()
            .serialize(shared, new EndpointKey("another"));
    producer.send(new ProducerRecord<>(shared, 0, key, null)).get();
    for (int partition = 0; partition < 4; partition++) {
      producer.send(new ProducerRecord<>("lockstep.markers", partition, key, null)).get();
    }
    return producer;
  }

  /** Whoever was fenced stands by and says nothing of the endpoint; then it takes over. */
  @Test
  void oneOfTwoInstancesStandsByAndTakesOverWhenTheOtherDies() throws Exception {
    String name = Servers.fresh("fence");
    servers.sql(
        "create database " + name,
        "create table " + name + ".a (id int primary key, v int)",
        "insert into " + name + ".a values (0,0)");
    LockstepConfig config =
        servers.config(
            Servers.flow(name, "nowhere", name), OnLostHistory.STOP, servers.endpoint(name));
    try (CaptureService first = CaptureService.start(config, Clock.systemUTC());
        Topic topic = servers.topic(name + "." + name + ".a");
        Topic statuses = servers.topic("lockstep.component-status")) {
      topic.until(all -> all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4);
      CaptureService second = CaptureService.start(config, Clock.systemUTC());
      for (int i = 1; i <= 100; i++) {
        servers.sql("insert into " + name + ".a values (" + i + ",1)");
      }
      topic.until(all -> Topic.rows(all).size() == 101);
      // Long enough for the first to have found out, and to have looked whether it is alone.
      Thread.sleep(12_000);
      servers.sql("insert into " + name + ".a values (101,1)");
      topic.until(all -> Topic.rows(all).size() == 102);
      assertThat(first.failure()).isEmpty();
      assertThat(second.failure()).isEmpty();
      assertThat(states(statuses, name)).doesNotContain("FAILED", "STOPPED").endsWith("RUNNING");
      second.kill();
      servers.sql("insert into " + name + ".a values (102,1)");
      topic.until(all -> Topic.rows(all).size() == 103);
      assertThat(first.failure()).isEmpty();
      assertThat(Topic.rows(topic.all()).stream().map(r -> r.key().get("id")))
          .doesNotHaveDuplicates();
      assertThat(states(statuses, name)).doesNotContain("FAILED");
    }
  }

  /** As after a pause that was longer than a transaction may last. */
  @Test
  void goesOnAndSaysWhyWhenItWasFencedAndNobodyTookOver() throws Exception {
    String name = Servers.fresh("slow");
    servers.sql(
        "create database " + name,
        "create table " + name + ".a (id int primary key, v int)",
        "insert into " + name + ".a values (0,0)");
    LockstepConfig config =
        servers.config(
            Servers.flow(name, "nowhere", name), OnLostHistory.STOP, servers.endpoint(name));
    try (CaptureService capture = CaptureService.start(config, Clock.systemUTC());
        Admin admin = Admin.create(config.kafka().client());
        Topic topic = servers.topic(name + "." + name + ".a");
        Topic statuses = servers.topic("lockstep.component-status")) {
      topic.until(all -> all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4);
      admin.fenceProducers(List.of("lockstep.capture." + name)).all().get();
      servers.sql("insert into " + name + ".a values (1,1)");
      topic.until(all -> Topic.rows(all).size() == 2);
      statuses.until(
          all ->
              all.stream()
                  .map(ConsumerRecord::value)
                  .anyMatch(
                      said ->
                          said.get("subject").equals(name)
                              && said.get("state").toString().equals("RETRYING")
                              && said.get("message").toString().contains("no other instance")));
      assertThat(Topic.rows(topic.all()).stream().map(r -> r.key().get("id")))
          .doesNotHaveDuplicates();
      assertThat(capture.failure()).isEmpty();
    }
  }

  private static List<String> states(Topic statuses, String name) {
    return statuses.all().stream()
        .map(ConsumerRecord::value)
        .filter(s -> s.get("subject").equals(name) && s.get("table").equals(""))
        .map(s -> s.get("state").toString())
        .toList();
  }
}
