package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.flow.config.ProducersSettings.OnLostHistory;
import java.time.Clock;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/**
 * Goal: whatever happens to one table while an endpoint's tables are read for the first time costs
 * the others nothing. Method: a table that takes seconds is read, and others that wait are altered,
 * emptied, dropped; or the capture is killed.
 */
class FirstReadingIT extends OnServers {

  private static final int ROWS = 60_000;
  private static final int PARTITIONS = 4;

  @Test
  void statementsForTablesThatWaitLetNothingBeReadTwice() throws Exception {
    String name = tables();
    try (CaptureService service = CaptureService.start(config(name), Clock.systemUTC());
        Topic large = topic(name, "a");
        Topic altered = topic(name, "b");
        Topic emptied = topic(name, "c");
        Topic dropped = topic(name, "d")) {
      large.until(all -> count(all, "r") > 0);
      servers.sql(
          "alter table " + name + ".b add g int as (id + 1) stored",
          "truncate table " + name + ".c",
          "drop table " + name + ".d",
          "insert into " + name + ".c values (7)");
      List<ConsumerRecord<GenericRecord, GenericRecord>> all =
          large.until(read -> count(read, "e") == PARTITIONS);
      assertThat(Topic.rows(all)).as("read once").hasSize(ROWS);
      assertThat(Topic.rows(altered.until(read -> count(read, "e") == PARTITIONS)))
          .extracting(row -> ((GenericRecord) row.value().get("after")).get("g"))
          .containsExactlyInAnyOrder(2, 3);
      assertThat(Topic.rows(emptied.until(read -> count(read, "e") == PARTITIONS)))
          .extracting(row -> row.key().get("id"))
          .containsOnly(7);
      dropped.until(read -> count(read, "t") == PARTITIONS);
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void aCaptureThatIsKilledGoesOnWithTheTableThatItRead() throws Exception {
    String name = tables();
    CaptureService killed = CaptureService.start(config(name), Clock.systemUTC());
    try (Topic large = topic(name, "a");
        Topic next = topic(name, "b")) {
      large.until(all -> count(all, "e") == PARTITIONS);
      killed.kill();
      try (CaptureService service = CaptureService.start(config(name), Clock.systemUTC())) {
        next.until(all -> count(all, "e") >= PARTITIONS);
        servers.sql("insert into " + name + ".a values (0, 'end')");
        List<ConsumerRecord<GenericRecord, GenericRecord>> all =
            large.until(read -> count(read, "c") == 1);
        assertThat(count(all, "r")).as("not read again").isEqualTo(ROWS);
        assertThat(service.failure()).isEmpty();
      }
    }
  }

  @Test
  void aTableThatIsRefusedWhileNobodyLooksIsNotWaitedFor() throws Exception {
    String name = tables();
    CaptureService killed = CaptureService.start(config(name), Clock.systemUTC());
    try (Topic large = topic(name, "a");
        Topic last = topic(name, "d");
        Topic statuses = servers.topic("lockstep.component-status")) {
      large.until(all -> count(all, "r") > 0);
      killed.kill();
      servers.sql("alter table " + name + ".c drop primary key");
      try (CaptureService service = CaptureService.start(config(name), Clock.systemUTC())) {
        last.until(all -> count(all, "e") >= PARTITIONS);
        statuses.until(all -> isRunning(all, name));
        assertThat(service.failure()).isEmpty();
      }
    }
  }

  private static boolean isRunning(
      List<ConsumerRecord<GenericRecord, GenericRecord>> statuses, String endpoint) {
    return statuses.stream()
        .map(ConsumerRecord::value)
        .filter(status -> status.get("subject").toString().equals(endpoint))
        .filter(status -> status.get("table").toString().isEmpty())
        .reduce((before, last) -> last)
        .filter(last -> last.get("state").toString().equals("RUNNING"))
        .isPresent();
  }

  private static String tables() throws Exception {
    String name = Servers.fresh("first");
    servers.sql(
        "create database " + name,
        "create table " + name + ".a (id int primary key, v varchar(500))",
        "insert into %s.a select seq, repeat('x', 200) from %s"
            .formatted(name, Servers.numbersTo(ROWS)),
        "create table " + name + ".b (id int primary key)",
        "create table " + name + ".c (id int primary key)",
        "create table " + name + ".d (id int primary key)",
        "insert into " + name + ".b values (1), (2)",
        "insert into " + name + ".c values (1), (2)",
        "insert into " + name + ".d values (1), (2)");
    return name;
  }

  private static LockstepConfig config(String name) {
    return servers.config(
        Servers.flow(name, "x", name), OnLostHistory.STOP, servers.endpoint(name));
  }

  private static Topic topic(String name, String table) throws Exception {
    return servers.topic(name + "." + name + "." + table);
  }

  private static long count(List<ConsumerRecord<GenericRecord, GenericRecord>> read, String op) {
    return read.stream().filter(record -> Topic.op(record).equals(op)).count();
  }
}
