package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.flow.config.ProducersSettings.OnLostHistory;
import java.time.Clock;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class CaptureIT extends OnServers {

  @Test
  void publishesSnapshotThenLogWithBarriersAndTruncate() throws Exception {
    String name = Servers.fresh("shop");
    servers.sql(
        "create database " + name,
        "create table " + name + ".a (id int primary key, v varchar(20))",
        "insert into " + name + ".a values (1,'one'),(2,'two')");
    LockstepConfig config = config(name);
    try (CaptureService service = CaptureService.start(config, Clock.systemUTC());
        Topic topic = servers.topic(name + "." + name + ".a")) {
      topic.until(all -> all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4);
      servers.transaction(
          "insert into " + name + ".a values (3,'three')",
          "update " + name + ".a set v='uno' where id=1",
          "update " + name + ".a set id=20 where id=2",
          "delete from " + name + ".a where id=3");
      servers.sql("truncate table " + name + ".a", "alter table " + name + ".a add w int");
      List<ConsumerRecord<GenericRecord, GenericRecord>> all =
          topic.until(seen -> seen.size() == 27);
      assertThat(all.stream().filter(r -> r.key() == null).map(Topic::op))
          .hasSize(20)
          .containsOnly("s", "e", "t", "h");
      assertThat(
              Topic.rows(all).stream()
                  .sorted((a, b) -> Long.compare(Topic.serial(a), Topic.serial(b)))
                  .map(r -> Topic.op(r) + r.key().get("id")))
          .containsExactly("r1", "r2", "c3", "u1", "d2", "c20", "d3");
    }
  }

  private static LockstepConfig config(String name) {
    return servers.config(
        Servers.flow(name, "nowhere", name), OnLostHistory.STOP, servers.endpoint(name));
  }
}
