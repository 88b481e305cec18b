package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.flow.config.ProducersSettings.OnLostHistory;
import dev.lockstep.schema.topic.ChangeTopic;
import dev.lockstep.schema.topic.TableName;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a row that Kafka does not take stops its table and nothing else, and is not lost. */
class LargeRowsIT {

  private static final int LARGE_BYTES = 40 << 20;
  private static final int SMALL_LIMIT = 1 << 20;

  @TempDir static Path directory;
  private static Servers servers;

  @BeforeAll
  static void start() throws Exception {
    servers = new Servers(directory);
    servers.sql("set global max_allowed_packet = 268435456");
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @Test
  void topicsAreMadeForRowsAsLargeAsDatabasesTakeThem() throws Exception {
    String name = Servers.fresh("large");
    LockstepConfig config = shop(name);
    try (CaptureService service = CaptureService.start(config, Clock.systemUTC());
        Topic topic = servers.topic(name + "." + name + ".a")) {
      topic.until(all -> all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4);
      insert(name, 1, text(LARGE_BYTES));
      servers.sql("insert into " + name + ".a values (2, 'small')");
      List<ConsumerRecord<GenericRecord, GenericRecord>> rows =
          Topic.rows(topic.until(all -> Topic.rows(all).size() == 2));
      assertThat(rows.stream().mapToInt(row -> after(row).length()).max()).hasValue(LARGE_BYTES);
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void aRowThatATopicDoesNotTakePausesItsTableUntilItDoes() throws Exception {
    String name = Servers.fresh("paused");
    LockstepConfig config = shop(name);
    String paused = new ChangeTopic(name, new TableName(name, "a")).name();
    try (Admin admin = Admin.create(config.kafka().client())) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(paused, config.topics().partitions(), (short) 1)
                      .configs(Map.of("max.message.bytes", Integer.toString(SMALL_LIMIT)))))
          .all()
          .get();
      try (CaptureService service = CaptureService.start(config, Clock.systemUTC());
          Topic topic = servers.topic(paused);
          Topic other = servers.topic(name + "." + name + ".b");
          Topic statuses = servers.topic("lockstep.component-status")) {
        topic.until(all -> all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4);
        insert(name, 1, "x".repeat(LARGE_BYTES));
        topic.until(all -> Topic.rows(all).size() == 1);
        insert(name, 7, text(LARGE_BYTES));
        servers.sql("insert into " + name + ".b values (1)");
        other.until(all -> Topic.rows(all).size() == 1);
        GenericRecord refused = status(statuses, name, "REFUSED", 0);
        assertThat(refused.get("message").toString())
            .contains(name + ".a", "{\"id\": 7}", "bytes, of at most " + SMALL_LIMIT);
        assertThat(refused.get("remedy").toString()).contains("max.message.bytes", paused);
        raise(admin, paused);
        List<ConsumerRecord<GenericRecord, GenericRecord>> again =
            topic.until(all -> Topic.rows(all).stream().anyMatch(r -> is(r, 7)));
        assertThat(again).filteredOn(r -> r.key() != null && is(r, 7)).hasSize(1);
        status(statuses, name, "RUNNING", refusedAt(statuses, name));
        servers.sql("insert into " + name + ".a values (8, 'small')");
        topic.until(all -> Topic.rows(all).stream().anyMatch(r -> is(r, 8)));
        assertThat(service.failure()).isEmpty();
      }
    }
  }

  private static boolean is(ConsumerRecord<GenericRecord, GenericRecord> row, int id) {
    return row.key() != null && row.key().get("id").equals(id);
  }

  private static String after(ConsumerRecord<GenericRecord, GenericRecord> row) {
    return ((GenericRecord) row.value().get("after")).get("v").toString();
  }

  private static LockstepConfig shop(String name) throws Exception {
    servers.sql(
        "create database " + name,
        "create table " + name + ".a (id int primary key, v longtext)",
        "create table " + name + ".b (id int primary key)");
    return servers.config(
        Servers.flow(name, "nowhere", name), OnLostHistory.STOP, servers.endpoint(name));
  }

  /** Of letters that do not let themselves be compressed much. */
  private static String text(int bytes) {
    char[] text = new char[bytes];
    Random random = new Random(1);
    for (int i = 0; i < bytes; i++) {
      text[i] = (char) ('0' + random.nextInt(75));
    }
    return new String(text);
  }

  private static void insert(String name, int id, String value) throws Exception {
    try (Connection connection = servers.database.adminConnection(name);
        PreparedStatement insert = connection.prepareStatement("insert into a values (?, ?)")) {
      insert.setInt(1, id);
      insert.setString(2, value);
      insert.execute();
    }
  }

  private static void raise(Admin admin, String topic) throws Exception {
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(
                    new AlterConfigOp(
                        new ConfigEntry("max.message.bytes", Integer.toString(64 << 20)),
                        AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  private static long refusedAt(Topic statuses, String name) {
    return statuses.all().stream()
        .filter(r -> isOf(r, name, "REFUSED"))
        .mapToLong(ConsumerRecord::offset)
        .max()
        .orElseThrow();
  }

  /** Waits for a state of the table that was said behind an offset. */
  private static GenericRecord status(Topic statuses, String name, String state, long behind) {
    return statuses
        .until(all -> all.stream().anyMatch(r -> r.offset() > behind && isOf(r, name, state)))
        .stream()
        .filter(r -> r.offset() > behind && isOf(r, name, state))
        .map(ConsumerRecord::value)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isOf(
      ConsumerRecord<GenericRecord, GenericRecord> record, String name, String state) {
    return record.value().get("subject").equals(name)
        && record.value().get("table").equals(name + ".a")
        && record.value().get("state").toString().equals(state);
  }
}
