package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.flow.config.ProducersSettings.OnLostHistory;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Goal: what a target's capture says of its transactions is what they were. */
class MarkersIT extends OnServers {

  private static final String PROGRESS =
      "create table if not exists lockstep.progress (flow varchar(64), topic varchar(249),"
          + " topic_id varchar(36), part int, applied_offset bigint, fence bigint,"
          + " owner varchar(128), applied_at datetime(6), primary key (flow, topic_id, part))";

  @BeforeAll
  static void makeProgressTable() throws Exception {
    if (isServed()) {
      servers.sql("create database lockstep", PROGRESS);
    }
  }

  @Test
  void tellsOwnTransactionsFromForeignOnesAndCarriesProgress() throws Exception {
    String name = Servers.fresh("target");
    servers.sql(
        "create database " + name,
        "create table " + name + ".a (id int primary key, v varchar(20))",
        "insert into " + name + ".a values (1,'one')",
        "insert into lockstep.progress values ('f_x','x.y.z','T',2,41,1,'me','2026-01-02 03:04:05.000006')");
    try (CaptureService service =
            CaptureService.start(
                servers.config(
                    Servers.flow("nowhere", name, name),
                    OnLostHistory.STOP,
                    servers.endpoint(name)),
                Clock.systemUTC());
        Topic markers = servers.topic("lockstep.markers");
        Topic rows = servers.topic(name + "." + name + ".a")) {
      markers.until(all -> mine(all, name, "SNAPSHOT").size() == 4);
      List<GenericRecord> read =
          mine(markers.until(all -> !progress(mine(all, name, "OWN")).isEmpty()), name, "OWN");
      assertThat(progress(read)).containsExactly("x.y.z@41");
      rows.until(all -> all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4);
      servers.transaction(
          "insert into " + name + ".a values (2,'own')",
          "update lockstep.progress set applied_offset=42 where topic_id='T'");
      long serial = Topic.serial(Topic.rows(rows.until(r -> Topic.rows(r).size() == 2)).getLast());
      markers.until(
          all ->
              progress(mine(all, name, "OWN")).contains("x.y.z@42")
                  && reached(mine(all, name, "OWN")).contains(serial));
      assertThat(reached(mine(markers.all(), name, "OWN"))).containsOnlyOnce(serial);
      servers.sql("insert into " + name + ".a values (3,'foreign')");
      servers.sql("update " + name + ".a set v='changed' where id=3");
      List<GenericRecord> foreign =
          mine(markers.until(all -> mine(all, name, "FOREIGN").size() == 2), name, "FOREIGN");
      Map<Integer, Long> serials = new HashMap<>();
      rows.until(all -> Topic.rows(all).size() == 4);
      Topic.rows(rows.all())
          .forEach(r -> serials.merge((Integer) r.key().get("id"), Topic.serial(r), Math::max));
      GenericRecord last = (GenericRecord) ((List<?>) foreign.get(1).get("target")).getFirst();
      assertThat(last.get("serial")).isEqualTo(serials.get(3));
      assertThat(last.get("topic")).isEqualTo(name + "." + name + ".a");
      markers.until(all -> mine(all, name, "HEARTBEAT").size() >= 8);
    }
  }

  private static List<GenericRecord> mine(
      List<ConsumerRecord<GenericRecord, GenericRecord>> all, String endpoint, String kind) {
    return all.stream()
        .map(ConsumerRecord::value)
        .filter(m -> m.get("endpoint").equals(endpoint) && m.get("kind").toString().equals(kind))
        .toList();
  }

  private static List<Long> reached(List<GenericRecord> markers) {
    return markers.stream()
        .flatMap(m -> ((Collection<?>) m.get("target")).stream())
        .map(t -> (Long) ((GenericRecord) t).get("serial"))
        .toList();
  }

  private static List<String> progress(List<GenericRecord> markers) {
    return markers.stream()
        .flatMap(m -> ((Collection<?>) m.get("progress")).stream())
        .map(p -> ((GenericRecord) p).get("topic") + "@" + ((GenericRecord) p).get("offset"))
        .toList();
  }
}
