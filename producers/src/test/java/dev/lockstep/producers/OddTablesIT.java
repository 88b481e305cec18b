package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.flow.config.ProducersSettings.OnLostHistory;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/**
 * Goal: whatever else is in a schema beside plain tables is told by name, with a reason, and is in
 * no one's way. Method: one of each, there before the capture starts and made while it runs, and
 * written to; a plain table beside them goes on in its first epoch.
 */
class OddTablesIT extends OnServers {

  @Test
  void whatIsNoPlainTableIsToldByNameAndStopsNothing() throws Exception {
    String name = Servers.fresh("odd");
    servers.sql(
        "create database " + name,
        "create table " + name + ".plain (id int primary key)",
        "create sequence " + name + ".sequence1",
        "create table " + name + ".versioned1 (id int primary key, v int) with system versioning",
        "create table " + name + ".twin (id int primary key)",
        "create table " + name + ".Twin (id int primary key)",
        "create table " + name + ".part (id int primary key) engine=myisam",
        "create table "
            + name
            + ".whole (id int primary key) engine=merge union=("
            + name
            + ".part) insert_method=last",
        "create view " + name + ".seen as select * from " + name + ".plain",
        "insert into " + name + ".twin values (1)",
        "insert into " + name + ".versioned1 values (1, 1)");
    try (CaptureService service = capture(servers.endpoint(name), name);
        Topic plain = servers.topic(name + "." + name + ".plain");
        Topic statuses = servers.topic("lockstep.component-status")) {
      plain.until(all -> all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4);
      servers.sql(
          "select nextval(" + name + ".sequence1)",
          "create sequence " + name + ".sequence2",
          "select nextval(" + name + ".sequence2)",
          "select setval(" + name + ".sequence2, 4711)",
          "alter sequence " + name + ".sequence2 restart 5",
          "create or replace sequence " + name + ".sequence2",
          "select nextval(" + name + ".sequence2)",
          "update " + name + ".versioned1 set v=2",
          "create table " + name + ".versioned2 (id int primary key) with system versioning",
          "insert into " + name + ".versioned2 values (1)",
          "delete from " + name + ".versioned2",
          "create table " + name + ".inet (id int primary key, i inet6)",
          "insert into " + name + ".inet values (1, '::1')",
          "insert into " + name + ".whole values (1)",
          "insert into " + name + ".twin values (2)",
          "drop sequence " + name + ".sequence1",
          "create or replace view " + name + ".later as select * from " + name + ".plain",
          "create view " + name + ".dropped as select 1",
          "drop view if exists " + name + ".dropped, " + name + ".none",
          "insert into " + name + ".plain values (7)");
      List<ConsumerRecord<GenericRecord, GenericRecord>> all =
          plain.until(read -> Topic.rows(read).size() == 1);
      assertThat(((GenericRecord) all.getLast().value().get("source")).get("epoch")).isEqualTo(1);
      Map<String, String> refused = refused(statuses, name, 8);
      assertThat(refused.get(name + ".sequence2")).contains("is a sequence");
      assertThat(refused.get(name + ".versioned1")).contains("is system-versioned");
      assertThat(refused.get(name + ".versioned2")).contains("is system-versioned");
      assertThat(refused.get(name + ".twin")).contains("differ in nothing but capitals");
      assertThat(refused.get(name + ".Twin")).contains("differ in nothing but capitals");
      assertThat(refused.get(name + ".whole")).contains("has engine MRG_MyISAM");
      assertThat(refused.get(name + ".inet")).contains("has type inet6");
      assertThat(refused).doesNotContainKeys(name + ".seen", name + ".later");
      for (String view : List.of(".seen", ".later")) {
        statuses.until(
            said ->
                said.stream()
                    .map(ConsumerRecord::value)
                    .anyMatch(status -> isOf(status, name, name + view, "LEFT_OUT")));
      }
      statuses.until(
          said ->
              said.stream()
                  .map(ConsumerRecord::value)
                  .anyMatch(status -> isOf(status, name, name + ".dropped", "STOPPED")));
      assertThat(service.failure()).isEmpty();
    }
    servers.sql("drop table " + name + ".inet");
    // None of them is a reason to read anything again.
    try (CaptureService service = capture(servers.endpoint(name), name);
        Topic plain = servers.topic(name + "." + name + ".plain")) {
      servers.sql(
          "select nextval(" + name + ".sequence2)",
          "insert into " + name + ".versioned2 values (3)",
          "insert into " + name + ".plain values (8)");
      List<ConsumerRecord<GenericRecord, GenericRecord>> all =
          plain.until(read -> Topic.rows(read).size() == 2);
      assertThat(((GenericRecord) all.getLast().value().get("source")).get("epoch")).isEqualTo(1);
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void aTableThatBecomesTheTwinOfOneThatIsFollowedIsRefusedAlone() throws Exception {
    String name = Servers.fresh("odd");
    servers.sql(
        "create database " + name,
        "create table " + name + ".plain (id int primary key)",
        "create table " + name + ".twin (id int primary key, v varchar(9))");
    for (int run = 1; run <= 2; run++) {
      try (CaptureService service = capture(servers.endpoint(name), name);
          Topic plain = servers.topic(name + "." + name + ".plain");
          Topic twin = servers.topic(name + "." + name + ".twin");
          Topic statuses = servers.topic("lockstep.component-status")) {
        plain.until(all -> all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4);
        if (run == 1) {
          servers.sql(
              "create table " + name + ".Twin (id int primary key, b blob, c int not null)",
              "insert into " + name + ".Twin values (1, x'00', 7)");
        }
        int rows = run;
        servers.sql(
            "insert into " + name + ".twin values (" + rows + ", 'mine')",
            "update " + name + ".Twin set c = c + 1",
            "insert into " + name + ".plain values (" + rows + ")");
        List<ConsumerRecord<GenericRecord, GenericRecord>> all =
            plain.until(read -> Topic.rows(read).size() == rows);
        assertThat(((GenericRecord) all.getLast().value().get("source")).get("epoch")).isEqualTo(1);
        all = twin.until(read -> Topic.rows(read).size() == rows);
        assertThat(Topic.rows(all).getLast().value().get("after").toString()).contains("mine");
        Map<String, String> refused = refused(statuses, name, 1);
        assertThat(refused.keySet()).containsExactly(name + ".Twin");
        assertThat(refused.get(name + ".Twin")).contains("differ in nothing but capitals");
        assertThat(service.failure()).isEmpty();
      }
    }
  }

  /** The account is the one that README asks for. */
  @Test
  void tellsOfCascadesToAnAccountThatMayOnlyRead() throws Exception {
    String name = Servers.fresh("odd");
    servers.sql(
        "create database " + name,
        "create table " + name + ".parent (id int primary key)",
        "create table "
            + name
            + ".child (id int primary key, j json, p int, constraint its foreign key (p)"
            + " references parent (id) on delete cascade on update set null)",
        "insert into " + name + ".child values (1, '{}', null)",
        "create user " + name + "@'%' identified by 'secret'",
        "grant select, reload, replication slave, binlog monitor on *.* to " + name + "@'%'");
    try (CaptureService service = capture(servers.endpoint(name, name, "secret"), name);
        Topic child = servers.topic(name + "." + name + ".child");
        Topic statuses = servers.topic("lockstep.component-status")) {
      var row = Topic.rows(child.until(all -> Topic.rows(all).size() == 1)).getFirst();
      assertThat(
              ((GenericRecord) row.value().get("after"))
                  .getSchema()
                  .getField("j")
                  .getProp("lockstep.kind"))
          .isEqualTo("json");
      String warning =
          statuses
              .until(
                  all ->
                      all.stream()
                          .map(ConsumerRecord::value)
                          .anyMatch(s -> isOf(s, name, name + ".child", "RUNNING")))
              .stream()
              .map(ConsumerRecord::value)
              .filter(s -> isOf(s, name, name + ".child", "RUNNING"))
              .map(s -> String.valueOf(s.get("message")))
              .findFirst()
              .orElseThrow();
      assertThat(warning)
          .contains("Foreign key its acts by itself (ON DELETE CASCADE, ON UPDATE SET NULL)");
      assertThat(service.failure()).isEmpty();
    }
  }

  private static CaptureService capture(ServerEndpoint endpoint, String schema) {
    LockstepConfig config =
        servers.config(
            Servers.flow(endpoint.name(), "nowhere", schema), OnLostHistory.STOP, endpoint);
    return CaptureService.start(config, Clock.systemUTC());
  }

  private static boolean isOf(GenericRecord status, String endpoint, String table, String state) {
    return status != null
        && status.get("subject").equals(endpoint)
        && status.get("table").equals(table)
        && status.get("state").toString().equals(state);
  }

  /** What is said of each refused table, once there are so many. */
  private static Map<String, String> refused(Topic statuses, String endpoint, int count) {
    Map<String, String> refused = new TreeMap<>();
    statuses.until(
        all -> {
          for (ConsumerRecord<GenericRecord, GenericRecord> record : all) {
            GenericRecord status = record.value();
            String table = status == null ? "" : status.get("table").toString();
            if (!table.isEmpty() && isOf(status, endpoint, table, "REFUSED")) {
              refused.put(table, status.get("message").toString());
            }
          }
          return refused.size() >= count;
        });
    return refused;
  }
}
