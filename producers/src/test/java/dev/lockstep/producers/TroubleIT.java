package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.embedded.Ports;
import dev.lockstep.embedded.mariadb.EmbeddedMariaDb;
import dev.lockstep.flow.Secret;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.flow.config.ProducersSettings.OnLostHistory;
import java.time.Clock;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Goal: trouble is told by name with its remedy, and touches nothing else. */
class TroubleIT extends OnServers {

  private static LockstepConfig config(
      String schema, ServerEndpoint source, ServerEndpoint target) {
    return servers.config(
        Servers.flow(source.name(), target.name(), schema), OnLostHistory.STOP, source, target);
  }

  private static GenericRecord status(Topic statuses, String subject, String table, String state) {
    List<ConsumerRecord<GenericRecord, GenericRecord>> all =
        statuses.until(seen -> seen.stream().anyMatch(r -> is(r.value(), subject, table, state)));
    return all.stream()
        .map(ConsumerRecord::value)
        .filter(value -> is(value, subject, table, state))
        .findFirst()
        .orElseThrow();
  }

  private static boolean is(GenericRecord value, String subject, String table, String state) {
    return value.get("subject").equals(subject)
        && value.get("table").equals(table)
        && value.get("state").toString().equals(state);
  }

  private static void schema(String name) throws Exception {
    servers.sql(
        "create database " + name,
        "create table " + name + ".a (id int primary key, v int)",
        "insert into " + name + ".a values (1,1)");
  }

  @Test
  void wrongPasswordAndMissingGrantsStopOneCaptureAndNoOther() throws Exception {
    String good = Servers.fresh("good");
    schema(good);
    servers.sql(
        "create user weak@'%' identified by 'weak'", "grant select on " + good + ".* to weak@'%'");
    ServerEndpoint wrong =
        servers.endpoint(Servers.fresh("wrong"), EmbeddedMariaDb.USER, "no-such-secret");
    try (CaptureService service =
            CaptureService.start(config(good, servers.endpoint(good), wrong), Clock.systemUTC());
        Topic topic = servers.topic(good + "." + good + ".a");
        Topic statuses = servers.topic("lockstep.component-status")) {
      GenericRecord failed = status(statuses, wrong.name(), "", "FAILED");
      assertThat(failed.get("message").toString())
          .contains(wrong.name(), "refuses user 'lockstep'")
          .doesNotContain("no-such-secret");
      assertThat(failed.get("remedy").toString())
          .contains("endpoints." + wrong.name() + ".password");
      topic.until(all -> Topic.rows(all).size() == 1);
      status(statuses, good, "", "RUNNING");
      assertThat(service.failure()).isEmpty();
    }
    ServerEndpoint weak = servers.endpoint(Servers.fresh("weak"), "weak", "weak");
    try (CaptureService service =
            CaptureService.start(
                servers.config(Servers.flow(weak.name(), "x", good), OnLostHistory.STOP, weak),
                Clock.systemUTC());
        Topic statuses = servers.topic("lockstep.component-status")) {
      assertThat(status(statuses, weak.name(), "", "FAILED").get("message").toString())
          .contains("User 'weak' lacks REPLICATION SLAVE, BINLOG MONITOR, RELOAD");
    }
  }

  @Test
  void refusesTablesItCannotReadAndGoesOnWithTheOthers() throws Exception {
    String name = Servers.fresh("tables");
    schema(name);
    servers.sql(
        "create table " + name + ".keyless (v int)",
        "create table " + name + ".strange (id int primary key, ip inet6)",
        "create table "
            + name
            + ".child (id int primary key, a int, constraint fk foreign key (a)"
            + " references "
            + name
            + ".a (id) on delete cascade)",
        "insert into " + name + ".keyless values (1)",
        "insert into " + name + ".strange values (1, '::1')");
    try (CaptureService service =
            CaptureService.start(
                servers.config(
                    Servers.flow(name, "x", name), OnLostHistory.STOP, servers.endpoint(name)),
                Clock.systemUTC());
        Topic topic = servers.topic(name + "." + name + ".a");
        Topic statuses = servers.topic("lockstep.component-status")) {
      GenericRecord keyless = status(statuses, name, name + ".keyless", "REFUSED");
      assertThat(keyless.get("message").toString()).contains("has no primary key");
      assertThat(keyless.get("remedy").toString()).contains("Add a primary key");
      assertThat(status(statuses, name, name + ".strange", "REFUSED").get("message").toString())
          .contains("ip has type inet6");
      assertThat(status(statuses, name, name + ".child", "RUNNING").get("message").toString())
          .contains("fk", "ON DELETE CASCADE");
      topic.until(all -> Topic.rows(all).size() == 1);
      servers.sql(
          "insert into " + name + ".keyless values (2)", "insert into " + name + ".a values (2,2)");
      topic.until(all -> Topic.rows(all).size() == 2);
      servers.sql(
          "drop table " + name + ".keyless", "alter table " + name + ".strange drop column ip");
      status(statuses, name, name + ".keyless", "STOPPED");
      status(statuses, name, name + ".strange", "RUNNING");
      try (Topic mended = servers.topic(name + "." + name + ".strange")) {
        mended.until(all -> Topic.rows(all).size() == 1);
        servers.sql("insert into " + name + ".strange values (2)");
        mended.until(all -> Topic.rows(all).size() == 2);
      }
      assertThat(topic.all().stream().filter(r -> Topic.op(r).equals("e")).count())
          .as("the table beside it is not read anew")
          .isEqualTo(4);
    }
  }

  @Test
  void ofATableThatWasDroppedMeanwhileNothingMoreIsSaid() throws Exception {
    String name = Servers.fresh("dropped");
    schema(name);
    servers.sql("create table " + name + ".keyless (v int)");
    LockstepConfig config =
        servers.config(Servers.flow(name, "x", name), OnLostHistory.STOP, servers.endpoint(name));
    try (CaptureService service = CaptureService.start(config, Clock.systemUTC());
        Topic statuses = servers.topic("lockstep.component-status")) {
      status(statuses, name, name + ".keyless", "REFUSED");
      assertThat(service.failure()).isEmpty();
    }
    servers.sql("drop table " + name + ".keyless");
    try (CaptureService service = CaptureService.start(config, Clock.systemUTC());
        Topic statuses = servers.topic("lockstep.component-status")) {
      status(statuses, name, name + ".keyless", "STOPPED");
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void anEmptyDatabaseIsFollowedAndItsFirstTableIsCapturedWhenItIsMade() throws Exception {
    String name = Servers.fresh("empty");
    servers.sql("create database " + name);
    LockstepConfig config =
        servers.config(
            Servers.flow("nowhere", name, name), OnLostHistory.STOP, servers.endpoint(name));
    try (CaptureService service = CaptureService.start(config, Clock.systemUTC());
        Topic statuses = servers.topic("lockstep.component-status")) {
      status(statuses, name, "", "RUNNING");
      servers.sql(
          "create table " + name + ".first (id int primary key)",
          "insert into " + name + ".first values (1)");
      try (Topic made = servers.topic(name + "." + name + ".first")) {
        assertThat(Topic.rows(made.until(seen -> seen.size() == 9))).hasSize(1);
      }
      assertThat(
              statuses.all().stream()
                  .filter(r -> is(r.value(), name, "", "RETRYING"))
                  .map(ConsumerRecord::value))
          .isEmpty();
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void waitsForADatabaseThatIsNotThere() throws Exception {
    String name = Servers.fresh("absent");
    ServerEndpoint absent =
        ServerEndpoint.mariadb(name, "127.0.0.1", Ports.free(), "lockstep", Secret.of("lockstep"));
    try (CaptureService service =
            CaptureService.start(
                servers.config(Servers.flow(name, "x", name), OnLostHistory.STOP, absent),
                Clock.systemUTC());
        Topic statuses = servers.topic("lockstep.component-status")) {
      GenericRecord retrying = status(statuses, name, "", "RETRYING");
      assertThat(retrying.get("message").toString()).contains(name, "cannot be reached");
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void capturesTablesMadeLaterAndReadsNewlyConfiguredOnesAnew() throws Exception {
    String name = Servers.fresh("later");
    schema(name);
    servers.sql(
        "create database " + name + "b",
        "create table " + name + "b.old (id int primary key)",
        "insert into " + name + "b.old values (7)");
    ServerEndpoint endpoint = servers.endpoint(name);
    try (CaptureService service =
            CaptureService.start(
                servers.config(Servers.flow(name, "x", name), OnLostHistory.STOP, endpoint),
                Clock.systemUTC());
        Topic topic = servers.topic(name + "." + name + ".a")) {
      topic.until(all -> all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4);
      servers.sql(
          "create table " + name + ".b (id int primary key)",
          "insert into " + name + ".b values (1)");
      try (Topic made = servers.topic(name + "." + name + ".b")) {
        List<ConsumerRecord<GenericRecord, GenericRecord>> all =
            made.until(seen -> seen.size() == 9);
        assertThat(all.stream().filter(r -> r.key() == null).map(Topic::op))
            .hasSize(8)
            .containsOnly("s", "e");
      }
    }
    Thread.sleep(1100); // A table's time of creation has whole seconds.
    try (CaptureService service =
            CaptureService.start(
                servers.config(Servers.flow(name, "x", "%"), OnLostHistory.STOP, endpoint),
                Clock.systemUTC());
        Topic topic = servers.topic(name + "." + name + "b.old")) {
      ConsumerRecord<GenericRecord, GenericRecord> row =
          Topic.rows(topic.until(seen -> Topic.rows(seen).size() == 1)).getFirst();
      assertThat(Topic.op(row)).isEqualTo("r");
      assertThat(((GenericRecord) row.value().get("source")).get("epoch"))
          .as("no other table is read anew")
          .isEqualTo(1);
      servers.sql("insert into " + name + "b.old values (8)");
      topic.until(seen -> Topic.rows(seen).stream().anyMatch(r -> Topic.op(r).equals("c")));
    }
  }

  @Test
  void saysThatHistoryIsLostAndReadsAnewWhenToldTo() throws Exception {
    String name = Servers.fresh("lost");
    schema(name);
    ServerEndpoint endpoint = servers.endpoint(name);
    LockstepConfig stopping =
        servers.config(Servers.flow(name, "x", name), OnLostHistory.STOP, endpoint);
    try (CaptureService service = CaptureService.start(stopping, Clock.systemUTC());
        Topic topic = servers.topic(name + "." + name + ".a")) {
      topic.until(all -> all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4);
    }
    servers.sql("insert into " + name + ".a values (2,2)", "reset master");
    servers.sql("insert into " + name + ".a values (3,3)");
    try (CaptureService service = CaptureService.start(stopping, Clock.systemUTC());
        Topic statuses = servers.topic("lockstep.component-status")) {
      GenericRecord failed = status(statuses, name, "", "FAILED");
      assertThat(failed.get("message").toString()).contains("History lost", name);
      assertThat(failed.get("remedy").toString()).contains("resnapshot");
    }
    LockstepConfig reading =
        servers.config(Servers.flow(name, "x", name), OnLostHistory.RESNAPSHOT, endpoint);
    try (CaptureService service = CaptureService.start(reading, Clock.systemUTC());
        Topic topic = servers.topic(name + "." + name + ".a")) {
      topic.until(
          all -> Topic.rows(all).stream().filter(r -> Topic.op(r).equals("r")).count() == 4);
    }
  }
}
