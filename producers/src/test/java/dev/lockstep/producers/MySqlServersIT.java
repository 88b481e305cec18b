package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.embedded.mysql.EmbeddedMySql;
import dev.lockstep.embedded.mysql.Gtids;
import dev.lockstep.embedded.server.DatabaseServer;
import dev.lockstep.embedded.server.Settings;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.Secret;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.flow.SslMode;
import dev.lockstep.flow.config.ProducersSettings.OnLostHistory;
import dev.lockstep.testing.mysql.TestMySql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MySQL servers that are a test's own: without ids of transactions, and others in their place. */
class MySqlServersIT {

  @TempDir Path directory;

  @BeforeEach
  void needsMySql() {
    assumeTrue(TestMySql.lacking().isEmpty(), () -> TestMySql.lacking().orElse(""));
  }

  @Test
  void aServerWithoutIdsIsReadByPlaces() throws Exception {
    try (Servers broker = new Servers(directory.resolve("broker"));
        EmbeddedMySql server =
            EmbeddedMySql.start(Settings.of(directory.resolve("server"), 21), Gtids.OFF)) {
      sql(server, "create database shop", "create table shop.a (id int primary key, v int)");
      sql(server, "insert into shop.a values (1, 1), (2, 2), (3, 3)");
      long readings;
      try (CaptureService service = capture(broker, "byplace", server);
          Topic topic = broker.topic("byplace.shop.a")) {
        topic.until(all -> last(all).size() == 3);
        sql(
            server,
            "update shop.a set v = 10 where id = 1",
            "set session binlog_transaction_compression = on",
            "insert into shop.a values (4, 4), (5, 5)",
            "set session binlog_transaction_compression = off",
            "delete from shop.a where id = 2",
            "alter table shop.a add w int default (1 + 1)");
        topic.until(all -> all.stream().filter(r -> Topic.op(r).equals("e")).count() == 8);
        assertThat(last(topic.all())).isEqualTo(Map.of(1, 10, 3, 3, 4, 4, 5, 5));
        sql(server, "truncate table shop.a", "insert into shop.a values (6, 6, 6)");
        readings = readings(topic.until(all -> last(all).containsKey(6)));
        assertThat(service.failure()).isEmpty();
      }
      sql(server, "insert into shop.a values (7, 7, 7)", "flush binary logs");
      sql(server, "update shop.a set v = 8 where id = 7");
      try (CaptureService service = capture(broker, "byplace", server);
          Topic topic = broker.topic("byplace.shop.a")) {
        topic.until(all -> Integer.valueOf(8).equals(last(all).get(7)));
        assertThat(readings(topic.all())).as("nothing is read anew").isEqualTo(readings);
        assertThat(service.failure()).isEmpty();
      }
    }
  }

  @Test
  void anotherServerThatHasAllTransactionsTakesItsPlace() throws Exception {
    try (Servers broker = new Servers(directory.resolve("broker"));
        EmbeddedMySql first = EmbeddedMySql.start(Settings.of(directory.resolve("first"), 22));
        EmbeddedMySql second = EmbeddedMySql.start(Settings.of(directory.resolve("second"), 23))) {
      // So that places in one log mean nothing in the other.
      sql(second, "flush binary logs", "flush binary logs", "flush binary logs");
      replicate(first, second);
      sql(first, "create database shop", "create table shop.a (id int primary key, v int)");
      sql(first, "insert into shop.a values (1, 1)");
      long readings;
      try (CaptureService service = capture(broker, "moved", first);
          Topic topic = broker.topic("moved.shop.a")) {
        topic.until(all -> last(all).size() == 1);
        sql(first, "insert into shop.a values (2, 2)");
        readings = readings(topic.until(all -> last(all).size() == 2));
        assertThat(service.failure()).isEmpty();
      }
      sql(first, "insert into shop.a values (3, 3)");
      caughtUp(first, second);
      sql(second, "stop replica", "insert into shop.a values (4, 4)");
      try (CaptureService service = capture(broker, "moved", second);
          Topic topic = broker.topic("moved.shop.a")) {
        topic.until(all -> last(all).size() == 4);
        sql(second, "update shop.a set v = 20 where id = 2");
        topic.until(all -> last(all).get(2) == 20);
        assertThat(readings(topic.all())).as("nothing is read anew").isEqualTo(readings);
        assertThat(Topic.rows(topic.all())).as("nothing is told twice").hasSize(5);
        assertThat(service.failure()).isEmpty();
      }
    }
  }

  @Test
  void aLogThatWasPurgedIsHistoryLost() throws Exception {
    try (Servers broker = new Servers(directory.resolve("broker"));
        EmbeddedMySql server = EmbeddedMySql.start(Settings.of(directory.resolve("server"), 24))) {
      sql(server, "create database shop", "create table shop.a (id int primary key, v int)");
      sql(server, "insert into shop.a values (1, 1)");
      try (CaptureService service = capture(broker, "purged", server);
          Topic topic = broker.topic("purged.shop.a")) {
        topic.until(all -> last(all).size() == 1);
        assertThat(service.failure()).isEmpty();
      }
      sql(server, "insert into shop.a values (2, 2)", "flush binary logs");
      sql(server, "insert into shop.a values (3, 3)");
      sql(server, "purge binary logs before now() + interval 1 hour");
      try (CaptureService service = capture(broker, "purged", server);
          Topic statuses = broker.topic("lockstep.component-status")) {
        var failed =
            statuses.until(
                all ->
                    all.stream().anyMatch(r -> r.value().get("state").toString().equals("FAILED")));
        assertThat(failed.getLast().value().get("message").toString())
            .contains("History lost", "no longer has the log of all transactions");
      }
    }
  }

  private static void replicate(EmbeddedMySql first, EmbeddedMySql second) throws Exception {
    sql(
        first,
        "create user replica@'%' identified by 'replica'",
        "grant replication slave on *.* to replica@'%'");
    sql(
        second,
        "change replication source to source_host='%s', source_port=%d, source_user='replica', source_password='replica', source_auto_position=1, get_source_public_key=1"
            .formatted(first.host(), first.port()),
        "start replica");
  }

  private static void caughtUp(EmbeddedMySql first, EmbeddedMySql second) throws Exception {
    String all = value(first, "select @@global.gtid_executed").replaceAll("\\s", "");
    String waited = value(second, "select wait_for_executed_gtid_set('" + all + "', 60)");
    assertThat(waited).isEqualTo("0");
  }

  private static String value(DatabaseServer server, String question) throws Exception {
    try (Connection connection = server.adminConnection("");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void sql(DatabaseServer server, String... statements) throws Exception {
    try (Connection connection = server.adminConnection("");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static CaptureService capture(Servers broker, String name, DatabaseServer server)
      throws Exception {
    ServerEndpoint endpoint =
        new ServerEndpoint(
            name,
            EndpointType.MYSQL,
            server.host(),
            server.port(),
            server.user(),
            Secret.of(server.password()),
            SslMode.PREFER,
            Map.of(),
            OptionalLong.empty());
    return CaptureService.start(
        broker.config(Servers.flow(name, "nowhere", "shop"), OnLostHistory.STOP, endpoint),
        Clock.systemUTC());
  }

  /** How often a reading of the table began, in all partitions. */
  private static long readings(List<ConsumerRecord<GenericRecord, GenericRecord>> all) {
    return all.stream().filter(record -> Topic.op(record).equals("s")).count();
  }

  /** The table as the topic tells it. */
  private static Map<Integer, Integer> last(
      List<ConsumerRecord<GenericRecord, GenericRecord>> all) {
    Map<Integer, Integer> rows = new TreeMap<>();
    all.stream()
        .sorted((one, other) -> Long.compare(Topic.serial(one), Topic.serial(other)))
        .forEach(
            record -> {
              if (Topic.op(record).equals("t")) {
                rows.clear();
              } else if (record.key() != null) {
                Integer id = (Integer) record.key().get("id");
                GenericRecord after = (GenericRecord) record.value().get("after");
                if (after == null) {
                  rows.remove(id);
                } else {
                  rows.put(id, (Integer) after.get("v"));
                }
              }
            });
    return rows;
  }
}
