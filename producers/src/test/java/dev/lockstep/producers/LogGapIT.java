package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.flow.config.ProducersSettings.OnLostHistory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: changes that the log does not tell row by row end the capture by name, or are read anew.
 * Method: a running capture, one such change, then a plain one that must not be published.
 */
class LogGapIT extends OnServers {

  private static final String SECRET = "s3cret-value";

  /** What makes the gap; {@code @} stands for the schema. */
  private record Gap(String told, String... statements) {

    String[] in(String schema) {
      return Arrays.stream(statements).map(s -> s.replace("@", schema)).toArray(String[]::new);
    }

    @Override
    public String toString() {
      return told;
    }
  }

  static Stream<Gap> gaps() throws Exception {
    // The only place from which the server reads files.
    Path readable = directory.resolve("mariadb").resolve("files");
    Path file = Files.writeString(readable.resolve("rows.txt"), "7\t" + SECRET + "\n");
    String statements = "set session binlog_format=STATEMENT";
    return Stream.of(
        new Gap(
            "logged as a statement (UPDATE, in database 'mysql')",
            statements,
            "update @.a set v='" + SECRET + "'"),
        new Gap(
            "logged as a statement (INSERT, in database '@')",
            statements,
            "use @",
            "set statement max_statement_time=9 for insert into a values (7,'" + SECRET + "')"),
        new Gap(
            "logged as a statement (SELECT",
            "create function @.f() returns int deterministic modifies sql data begin"
                + " update @.a set v='x'; return 1; end",
            statements,
            "select @.f()"),
        new Gap(
            "logged as a statement (CREATE",
            statements,
            "create table @.copied (primary key (id)) select * from @.a"),
        new Gap(
            "a LOAD DATA was logged as a statement",
            statements,
            "load data infile '" + file + "' into table @.a"),
        new Gap(
            "a kind of event that is not understood",
            "set global log_bin_compress=ON",
            "insert into @.a values (7,repeat('x',4000))",
            "set global log_bin_compress=OFF"));
  }

  @ParameterizedTest
  @MethodSource("gaps")
  void endsTheCaptureAtChangesThatAreNotLoggedAsRows(Gap gap) throws Exception {
    String name = schema();
    ServerEndpoint endpoint = servers.endpoint(name);
    try (CaptureService service = CaptureService.start(config(endpoint), Clock.systemUTC());
        Topic topic = servers.topic(name + "." + name + ".a");
        Topic statuses = servers.topic("lockstep.component-status")) {
      topic.until(LogGapIT::isSnapshotOver);
      List<String> statements = new ArrayList<>(List.of(gap.in(name)));
      statements.add("set session binlog_format=ROW");
      statements.add("insert into " + name + ".a values (9,'after')");
      servers.sql(statements.toArray(String[]::new));
      GenericRecord failed = failure(statuses, name);
      assertThat(failed.get("message").toString())
          .contains("History lost", name, "log file", "position", gap.told.replace("@", name))
          .doesNotContain(SECRET);
      assertThat(failed.get("remedy").toString()).contains("resnapshot").doesNotContain(SECRET);
      assertThat(Topic.rows(topic.all())).hasSize(1);
    }
  }

  @Test
  void readsTheTablesAnewWhenToldTo() throws Exception {
    String name = schema();
    ServerEndpoint endpoint = servers.endpoint(name);
    LockstepConfig reading =
        servers.config(Servers.flow(name, "x", name), OnLostHistory.RESNAPSHOT, endpoint);
    try (CaptureService service = CaptureService.start(reading, Clock.systemUTC());
        Topic topic = servers.topic(name + "." + name + ".a")) {
      topic.until(LogGapIT::isSnapshotOver);
      servers.sql(
          "set session binlog_format=STATEMENT", "update " + name + ".a set v='new' where id=1");
      ConsumerRecord<GenericRecord, GenericRecord> row =
          Topic.rows(topic.until(all -> Topic.rows(all).size() == 2)).getLast();
      assertThat(Topic.op(row)).isEqualTo("r");
      assertThat(((GenericRecord) row.value().get("after")).get("v")).hasToString("new");
      servers.sql("insert into " + name + ".a values (2,'row')");
      topic.until(all -> Topic.rows(all).size() == 3);
    }
  }

  @Test
  void goesOnAtStatementsThatChangeNoRow() throws Exception {
    String name = schema();
    try (CaptureService service =
            CaptureService.start(config(servers.endpoint(name)), Clock.systemUTC());
        Topic topic = servers.topic(name + "." + name + ".a")) {
      topic.until(LogGapIT::isSnapshotOver);
      servers.sql(
          "create table mysql." + name + " (id int primary key)",
          "create table " + name + ".made (primary key (id)) select * from " + name + ".a",
          "create user " + name + "@'%' identified by 'x'",
          "grant select on " + name + ".* to " + name + "@'%'",
          "create trigger " + name + ".t before insert on " + name + ".a for each row set @n=1",
          "create procedure " + name + ".p() insert into " + name + ".a values (3,'p')",
          "create temporary table " + name + ".tmp select * from " + name + ".a",
          "drop temporary table " + name + ".tmp",
          "analyze table " + name + ".a",
          "flush tables",
          "set session binlog_format=STATEMENT",
          "insert into mysql." + name + " values (1) on duplicate key update id=2",
          "set session binlog_format=ROW",
          "call " + name + ".p()",
          "start transaction",
          "savepoint s",
          "insert into " + name + ".a values (4,'s')",
          "rollback to s",
          "insert into " + name + ".a values (5,'t')",
          "commit");
      assertThat(
              Topic.rows(topic.until(all -> Topic.rows(all).size() == 3)).stream()
                  .map(r -> Topic.op(r) + r.key().get("id")))
          .containsExactlyInAnyOrder("r1", "c3", "c5");
      assertThat(service.failure()).isEmpty();
    }
  }

  private static String schema() throws Exception {
    String name = Servers.fresh("gap");
    servers.sql(
        "create database " + name,
        "create table " + name + ".a (id int primary key, v varchar(5000))",
        "insert into " + name + ".a values (1,'one')");
    return name;
  }

  private static LockstepConfig config(ServerEndpoint endpoint) {
    String name = endpoint.name();
    return servers.config(Servers.flow(name, "nowhere", name), OnLostHistory.STOP, endpoint);
  }

  private static boolean isSnapshotOver(List<ConsumerRecord<GenericRecord, GenericRecord>> all) {
    return all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4;
  }

  private static GenericRecord failure(Topic statuses, String endpoint) {
    return statuses
        .until(all -> all.stream().anyMatch(r -> isFailure(r.value(), endpoint)))
        .stream()
        .map(ConsumerRecord::value)
        .filter(value -> isFailure(value, endpoint))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFailure(GenericRecord value, String endpoint) {
    return value.get("subject").equals(endpoint)
        && value.get("table").equals("")
        && value.get("state").toString().equals("FAILED");
  }
}
