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
 * Goal: a table is read in whole however long that takes. Method: a server whose statements may
 * last a tenth of a second; by default the connector's may last ten minutes.
 */
class LongSnapshotIT extends OnServers {

  private static final int ROWS = 40_000;

  @Test
  void noLimitOfTheServerCutsASnapshotOff() throws Exception {
    String name = Servers.fresh("long");
    servers.sql(
        "create database " + name,
        "create table " + name + ".a (id int primary key, v varchar(500))",
        "insert into %s.a select seq, repeat('x', 500) from %s.seq_1_to_%d"
            .formatted(name, name, ROWS),
        "set global max_statement_time = 0.1");
    LockstepConfig config =
        servers.config(Servers.flow(name, "x", name), OnLostHistory.STOP, servers.endpoint(name));
    try (CaptureService service = CaptureService.start(config, Clock.systemUTC());
        Topic topic = servers.topic(name + "." + name + ".a")) {
      List<ConsumerRecord<GenericRecord, GenericRecord>> all =
          topic.until(read -> Topic.rows(read).size() >= ROWS && ends(read) == 4);
      assertThat(Topic.rows(all)).as("read once").hasSize(ROWS);
      assertThat(service.failure()).isEmpty();
    } finally {
      servers.sql("set global max_statement_time = 0");
    }
  }

  private static long ends(List<ConsumerRecord<GenericRecord, GenericRecord>> read) {
    return read.stream().filter(record -> Topic.op(record).equals("e")).count();
  }
}
