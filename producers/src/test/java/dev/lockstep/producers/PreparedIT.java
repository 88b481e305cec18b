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
 * Goal: rows of a transaction that is prepared first (XA) are published when it commits, and never
 * when it does not; wherever a snapshot or a stop of the capture lies in between.
 */
class PreparedIT extends OnServers {

  @Test
  void whatIsRolledBackIsNeverPublishedAndWhatIsCommittedIsReadAnew() throws Exception {
    String name = schema();
    try (CaptureService service = capture(name);
        Topic topic = servers.topic(name + "." + name + ".a")) {
      topic.until(all -> isRead(all, 1));
      prepare(name, 1);
      servers.sql("insert into " + name + ".a values (100)");
      topic.until(all -> ids(all).equals(List.of(100)));
      servers.sql("xa rollback '" + name + "1'", "insert into " + name + ".a values (101)");
      topic.until(all -> ids(all).equals(List.of(100, 101)));

      prepare(name, 2);
      servers.sql("insert into " + name + ".a values (102)");
      topic.until(all -> ids(all).equals(List.of(100, 101, 102)));
      servers.sql("xa commit '" + name + "2'");
      assertThat(ids(topic.until(all -> isRead(all, 2)))).containsExactly(2, 100, 101, 102);
      servers.sql(
          "xa start 'o'",
          "insert into " + name + ".a values (103)",
          "xa end 'o'",
          "xa commit 'o' one phase");
      topic.until(all -> ids(all).equals(List.of(2, 100, 101, 102, 103)));
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void whatWasPreparedBeforeTheSnapshotIsReadAtItsCommit() throws Exception {
    String name = schema();
    prepare(name, 1);
    try (CaptureService service = capture(name);
        Topic topic = servers.topic(name + "." + name + ".a")) {
      assertThat(ids(topic.until(all -> isRead(all, 1)))).isEmpty();
      servers.sql("xa commit '" + name + "1'");
      assertThat(ids(topic.until(all -> isRead(all, 2)))).containsExactly(1);
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void whatWasPreparedBeforeARestartIsReadAtItsCommit() throws Exception {
    String name = schema();
    try (CaptureService service = capture(name);
        Topic topic = servers.topic(name + "." + name + ".a")) {
      topic.until(all -> isRead(all, 1));
      prepare(name, 1);
      servers.sql("insert into " + name + ".a values (100)");
      topic.until(all -> ids(all).equals(List.of(100)));
      assertThat(service.failure()).isEmpty();
    }
    try (CaptureService service = capture(name);
        Topic topic = servers.topic(name + "." + name + ".a")) {
      servers.sql("xa commit '" + name + "1'");
      assertThat(ids(topic.until(all -> isRead(all, 2)))).containsExactly(1, 100);
      assertThat(service.failure()).isEmpty();
    }
  }

  private static String schema() throws Exception {
    String name = Servers.fresh("xa");
    servers.sql("create database " + name, "create table " + name + ".a (id int primary key)");
    return name;
  }

  /** Leaves a prepared transaction of one row behind. */
  private static void prepare(String name, int id) throws Exception {
    String transaction = "'" + name + id + "'";
    servers.sql(
        "xa start " + transaction,
        "insert into " + name + ".a values (" + id + ")",
        "xa end " + transaction,
        "xa prepare " + transaction);
  }

  private static CaptureService capture(String name) throws Exception {
    LockstepConfig config =
        servers.config(
            Servers.flow(name, "nowhere", name), OnLostHistory.STOP, servers.endpoint(name));
    return CaptureService.start(config, Clock.systemUTC());
  }

  /** The table was read to its end this often. */
  private static boolean isRead(List<ConsumerRecord<GenericRecord, GenericRecord>> all, int times) {
    return all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4L * times;
  }

  /** What was told since its newest reading began. */
  private static List<Integer> ids(List<ConsumerRecord<GenericRecord, GenericRecord>> all) {
    long began =
        all.stream()
            .filter(record -> Topic.op(record).equals("s"))
            .mapToLong(Topic::serial)
            .max()
            .orElse(-1);
    return Topic.rows(all).stream()
        .filter(row -> Topic.serial(row) > began)
        .map(row -> (Integer) row.key().get("id"))
        .sorted()
        .toList();
  }
}
