package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.embedded.Ports;
import dev.lockstep.embedded.mariadb.EmbeddedMariaDb;
import dev.lockstep.embedded.server.Settings;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.flow.config.ProducersSettings.OnLostHistory;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a server that died while it could not write its log in whole, and that has given the lost
 * transaction's number away since, is followed on, and its topic tells what its table holds; also
 * where a transaction was committed and only its log is lost. Method: a real server is killed and
 * its log cut off within an event.
 */
class CutOffLogIT {

  @TempDir Path directory;

  /**
   * @param bytes that the log lacks at its end: 10 is within the commit, 40 within the rows, more
   *     within their table's name and within the transaction's own
   */
  @ParameterizedTest
  @ValueSource(ints = {10, 40, 100, 200})
  void theTopicTellsWhatTheTableHolds(int bytes) throws Exception {
    Settings settings = new Settings(directory.resolve("db"), Ports.free(), 23, List.of());
    EmbeddedMariaDb database = EmbeddedMariaDb.start(settings);
    try (Servers servers = new Servers(directory)) {
      String name = Servers.fresh("cut");
      sql(
          database,
          "create database " + name,
          "create table " + name + ".a (id int primary key, v varchar(20))",
          "insert into " + name + ".a values (1, 'one')");
      LockstepConfig config = config(servers, database, settings, name);
      try (CaptureService service = CaptureService.start(config, Clock.systemUTC());
          Topic topic = servers.topic(name + "." + name + ".a")) {
        topic.until(all -> content(all).size() == 1);
        assertThat(service.failure()).isEmpty();
      }
      change(database, name);
      database.kill();
      cut(settings.dataDir().resolve("data"), bytes);
      database = EmbeddedMariaDb.start(settings);
      sql(
          database,
          "delete from " + name + ".a where id > 6",
          "insert into " + name + ".a values (7, 'again'), (20, 'next')",
          "update " + name + ".a set v = 'changed' where id = 1");
      try (CaptureService service = CaptureService.start(config, Clock.systemUTC());
          Topic topic = servers.topic(name + "." + name + ".a")) {
        Map<Integer, String> there = table(database, name);
        topic.until(all -> content(all).equals(there));
        sql(database, "insert into " + name + ".a values (30, 'on')");
        there.put(30, "on");
        topic.until(all -> content(all).equals(there));
        assertThat(service.failure()).isEmpty();
      }
    } finally {
      database.close();
    }
  }

  /** Several whole transactions, and one of which the log will lack the end. */
  private static void change(EmbeddedMariaDb database, String name) throws Exception {
    sql(
        database,
        "insert into " + name + ".a values (2, 'two')",
        "insert into " + name + ".a values (3, 'three'), (4, 'four'), (5, 'five')",
        "insert into " + name + ".a values (6, 'six'), (7, 'seven'), (8, 'eight')");
  }

  private static void cut(Path data, int bytes) throws Exception {
    Path newest;
    try (var files = java.nio.file.Files.walk(data.getParent())) {
      newest =
          files
              .filter(file -> file.getFileName().toString().matches("binlog\\.\\d+"))
              .max(java.util.Comparator.comparing(Path::toString))
              .orElseThrow();
    }
    try (FileChannel file = FileChannel.open(newest, StandardOpenOption.WRITE)) {
      file.truncate(file.size() - bytes);
    }
  }

  private static LockstepConfig config(
      Servers servers, EmbeddedMariaDb database, Settings settings, String name) {
    ServerEndpoint endpoint = Servers.endpoint(name, database, settings.port());
    return servers.config(Servers.flow(name, "x", name), OnLostHistory.STOP, endpoint);
  }

  /** What the topic tells of the table, by the meaning of its records. */
  private static Map<Integer, String> content(
      List<ConsumerRecord<GenericRecord, GenericRecord>> records) {
    Map<Integer, String> rows = new TreeMap<>();
    Map<Integer, Long> told = new HashMap<>();
    Map<Integer, Long> started = new HashMap<>();
    for (ConsumerRecord<GenericRecord, GenericRecord> record : records) {
      String op = Topic.op(record);
      if (record.key() != null) {
        int id = (Integer) record.key().get("id");
        told.put(id, record.offset());
        GenericRecord after = (GenericRecord) record.value().get("after");
        if (after == null) {
          rows.remove(id);
        } else {
          rows.put(id, String.valueOf(after.get("v")));
        }
      } else if (op.equals("s")) {
        started.put(record.partition(), record.offset());
      } else if (op.equals("e")) {
        long since = started.getOrDefault(record.partition(), -1L);
        rows.keySet()
            .removeIf(id -> partitionOf(records, id) == record.partition() && told.get(id) < since);
      }
    }
    return rows;
  }

  private static int partitionOf(
      List<ConsumerRecord<GenericRecord, GenericRecord>> records, int id) {
    return Topic.rows(records).stream()
        .filter(record -> record.key().get("id").equals(id))
        .mapToInt(ConsumerRecord::partition)
        .findFirst()
        .orElseThrow();
  }

  private static Map<Integer, String> table(EmbeddedMariaDb database, String name)
      throws Exception {
    Map<Integer, String> rows = new TreeMap<>();
    try (Connection connection = database.adminConnection("mysql");
        Statement statement = connection.createStatement();
        ResultSet all = statement.executeQuery("select id, v from " + name + ".a")) {
      while (all.next()) {
        rows.put(all.getInt(1), all.getString(2));
      }
    }
    return rows;
  }

  private static void sql(EmbeddedMariaDb database, String... statements) throws Exception {
    try (Connection connection = database.adminConnection("mysql");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
