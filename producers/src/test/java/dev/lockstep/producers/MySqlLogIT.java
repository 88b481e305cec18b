package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.flow.SslMode;
import dev.lockstep.flow.config.ProducersSettings.OnLostHistory;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What MySQL has that MariaDB has not. */
@OnMySql
class MySqlLogIT extends OnServers {

  @Test
  void compressedTransactionsAreReadAsOthersAre() throws Exception {
    String name = schema("id int primary key, v varchar(20), d datetime(6), y year, b bit(9)");
    try (CaptureService service = capture(name);
        Topic topic = topic(name, "a")) {
      topic.until(read(1));
      servers.sql(
          "set session binlog_transaction_compression = on",
          "set session sql_mode = ''",
          "insert into "
              + name
              + ".a values (1, repeat('x', 20), '1582-10-05', 0, b'100000001'),"
              + " (2, 'y', '2024-03-31 02:30:00.000001', 1901, b'1')",
          "set session binlog_transaction_compression = off",
          "insert into "
              + name
              + ".a values (11, repeat('x', 20), '1582-10-05', 0, b'100000001'),"
              + " (12, 'y', '2024-03-31 02:30:00.000001', 1901, b'1')",
          "set session binlog_transaction_compression = on",
          "update " + name + ".a set v = 'z' where id = 2",
          "delete from " + name + ".a where id = 1");
      var all = topic.until(seen -> Topic.rows(seen).size() == 6);
      for (String column : List.of("v", "d", "y", "b")) {
        assertThat(after(all, 1).get(column)).as(column).isEqualTo(after(all, 11).get(column));
        assertThat(after(all, 2).get(column))
            .as(column)
            .isEqualTo(column.equals("v") ? "z" : after(all, 12).get(column));
      }
      assertThat(service.failure()).isEmpty();
    }
    // And after a restart it goes on behind them.
    try (CaptureService service = capture(name);
        Topic topic = topic(name, "a")) {
      servers.sql("insert into " + name + ".a (id) values (3)");
      topic.until(seen -> Topic.rows(seen).size() == 7);
      assertThat(topic.all().stream().filter(r -> Topic.op(r).equals("s")))
          .as("those of the first reading")
          .hasSize(8);
      assertThat(service.failure()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  void whatXaCommitsAtOnceIsToldOnce(String compressed) throws Exception {
    String name = schema("id int primary key, v varchar(200)");
    try (CaptureService service = capture(name);
        Topic topic = topic(name, "a")) {
      topic.until(read(1));
      servers.sql(
          "set session binlog_transaction_compression = " + compressed,
          "xa start 'one'",
          "insert into " + name + ".a values (1, repeat('x', 200)), (2, repeat('y', 200))",
          "update " + name + ".a set v = 'z' where id = 1",
          "xa end 'one'",
          "xa commit 'one' one phase",
          "insert into " + name + ".a values (3, 'end')");
      var all = topic.until(seen -> values(seen, "id").contains(3));
      assertThat(Topic.rows(all)).hasSize(4);
      assertThat(after(all, 1).get("v")).isEqualTo("z");
      assertThat(service.failure()).isEmpty();
    }
    try (CaptureService service = capture(name);
        Topic topic = topic(name, "a")) {
      servers.sql("insert into " + name + ".a values (4, 'more')");
      var all = topic.until(seen -> values(seen, "id").contains(4));
      assertThat(Topic.rows(all)).as("nothing is told twice").hasSize(5);
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void aDocumentThatWasLoggedInPartIsAHoleInTheLog() throws Exception {
    String name = schema("id int primary key, j json");
    servers.sql(
        "insert into " + name + ".a values (1, json_object('a', repeat('x', 1000), 'b', 'y'))");
    try (CaptureService service = capture(name);
        Topic topic = topic(name, "a");
        Topic statuses = servers.topic("lockstep.component-status")) {
      topic.until(read(1));
      servers.sql(
          "set session binlog_row_value_options = PARTIAL_JSON",
          "update " + name + ".a set j = json_set(j, '$.b', 'z')");
      GenericRecord failed =
          statuses.until(seen -> seen.stream().anyMatch(r -> isFailed(r, name))).stream()
              .filter(r -> isFailed(r, name))
              .findFirst()
              .orElseThrow()
              .value();
      assertThat(failed.get("message").toString())
          .contains("of a JSON document only a part was logged");
      assertThat(failed.get("remedy").toString()).contains("binlog_row_value_options");
    }
  }

  private static boolean isFailed(
      ConsumerRecord<GenericRecord, GenericRecord> record, String name) {
    return record.value().get("subject").equals(name)
        && record.value().get("state").toString().equals("FAILED");
  }

  @Test
  void columnsThatNobodySeesAreColumns() throws Exception {
    String name = schema("id int primary key, v int invisible, w int default (3 + 4)");
    servers.sql(
        "set session sql_generate_invisible_primary_key = on",
        "create table " + name + ".made (v int)",
        "insert into " + name + ".made values (1)",
        "insert into " + name + ".a (id, v) values (1, 10)");
    try (CaptureService service = capture(name);
        Topic topic = topic(name, "a");
        Topic made = topic(name, "made")) {
      topic.until(read(1));
      made.until(read(1));
      servers.sql(
          "insert into " + name + ".a (id, v) values (2, 20)",
          "insert into " + name + ".made values (2)",
          "set session sql_generate_invisible_primary_key = on",
          "create table " + name + ".later (v int)",
          "insert into " + name + ".later values (3)");
      var all = topic.until(seen -> Topic.rows(seen).size() == 2);
      assertThat(after(all, 1).get("v")).isEqualTo(10);
      assertThat(after(all, 2).get("v")).isEqualTo(20);
      assertThat(after(all, 2).get("w")).isEqualTo(7);
      made.until(seen -> Topic.rows(seen).size() == 2);
      assertThat(Topic.rows(made.all()).getLast().key().get("my_row_id"))
          .isEqualTo(ByteBuffer.wrap(new byte[] {2}));
      try (Topic later = topic(name, "later")) {
        later.until(seen -> values(seen, "v").equals(List.of(3)));
      }
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void tablesAreMadeAndAlteredInEveryWay() throws Exception {
    String name = schema("id int primary key, v varchar(20)");
    servers.sql("insert into " + name + ".a values (1, 'one'), (2, 'two')");
    try (CaptureService service = capture(name);
        Topic topic = topic(name, "a")) {
      topic.until(read(1));
      servers.sql(
          "create table " + name + ".copy (primary key (id)) select * from " + name + ".a",
          "alter table " + name + ".a add w int default 5, algorithm=instant",
          "insert into " + name + ".a values (3, 'three', 6)",
          "alter table " + name + ".a drop column v, algorithm=instant",
          "insert into " + name + ".a values (4, 7)");
      topic.until(seen -> values(seen, "w").contains(7));
      try (Topic copy = topic(name, "copy")) {
        copy.until(seen -> values(seen, "id").equals(List.of(1, 2)));
      }
      servers.sql(
          "alter table "
              + name
              + ".a partition by range (id) (partition p values less than (3), partition q values less than maxvalue)",
          "alter table " + name + ".a truncate partition p");
      topic.until(seen -> seen.stream().filter(r -> Topic.op(r).equals("e")).count() >= 8);
      assertThat(service.failure()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SslMode.class,
      names = {"DISABLE", "PREFER", "REQUIRE"})
  void accountsOfTheDefaultKindGetInEncryptedOrNot(SslMode ssl) throws Exception {
    String name = schema("id int primary key");
    servers.sql(
        "create user " + name + "@'%' identified with caching_sha2_password by 'secret'",
        "grant select, reload, replication slave, replication client on *.* to " + name + "@'%'");
    ServerEndpoint plain = servers.endpoint(name, name, "secret");
    ServerEndpoint endpoint =
        new ServerEndpoint(
            name,
            plain.type(),
            plain.host(),
            plain.port(),
            plain.username(),
            plain.password(),
            ssl,
            plain.properties(),
            plain.serverId());
    try (CaptureService service =
            CaptureService.start(
                servers.config(Servers.flow(name, "nowhere", name), OnLostHistory.STOP, endpoint),
                Clock.systemUTC());
        Topic topic = topic(name, "a")) {
      topic.until(read(1));
      servers.sql("insert into " + name + ".a values (1)");
      topic.until(seen -> Topic.rows(seen).size() == 1);
      assertThat(service.failure()).isEmpty();
    }
  }

  private static String schema(String columns) throws Exception {
    String name = Servers.fresh("mysql");
    servers.sql("create database " + name, "create table " + name + ".a (" + columns + ")");
    return name;
  }

  private static CaptureService capture(String name) throws Exception {
    return CaptureService.start(
        servers.config(
            Servers.flow(name, "nowhere", name), OnLostHistory.STOP, servers.endpoint(name)),
        Clock.systemUTC());
  }

  private static Topic topic(String name, String table) throws Exception {
    return servers.topic(name + "." + name + "." + table);
  }

  private static Predicate<List<ConsumerRecord<GenericRecord, GenericRecord>>> read(int times) {
    return all -> all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4L * times;
  }

  private static GenericRecord after(
      List<ConsumerRecord<GenericRecord, GenericRecord>> all, int id) {
    return Topic.rows(all).stream()
        .filter(r -> r.key().get("id").equals(id) && r.value().get("after") != null)
        .map(r -> (GenericRecord) r.value().get("after"))
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  private static List<Object> values(
      List<ConsumerRecord<GenericRecord, GenericRecord>> all, String column) {
    return Topic.rows(all).stream()
        .map(r -> (GenericRecord) r.value().get("after"))
        .filter(row -> row != null && row.getSchema().getField(column) != null)
        .map(row -> row.get(column))
        .distinct()
        .sorted()
        .toList();
  }
}
