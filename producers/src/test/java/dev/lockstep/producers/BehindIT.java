package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.flow.config.ProducersSettings.OnLostHistory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Goal: a capture never says that it has read the whole log before it has, and then it does. */
class BehindIT extends OnServers {

  @Test
  void afterAStopOfManyChangesNothingIsCalledReadBeforeTheLastOfThem() throws Exception {
    String name = Servers.fresh("backlog");
    LockstepConfig config = shop(name);
    int rows = 20_000;
    try (CaptureService service = CaptureService.start(config, Clock.systemUTC());
        Topic markers = servers.topic("lockstep.markers")) {
      caughtUp(markers, name);
      assertThat(service.failure()).isEmpty();
    }
    write(name, rows);
    Instant written = Instant.now();
    try (CaptureService service = CaptureService.start(config, Clock.systemUTC());
        Topic changes = servers.topic(name + "." + name + ".a");
        Topic markers = servers.topic("lockstep.markers");
        Topic statuses = servers.topic("lockstep.component-status")) {
      changes.until(all -> Topic.rows(all).size() == rows);
      long last = changes.all().stream().mapToLong(Topic::serial).max().orElseThrow();
      List<GenericRecord> said =
          values(
              markers.until(
                  all ->
                      of(all, name, written, m -> reaches(m, last)).findAny().isPresent()
                          && of(all, name, written, BehindIT::isCaughtUp).count() >= 4));
      assertThat(said.stream().filter(m -> isOf(m, name, written) && isCaughtUp(m)))
          .as("nothing of the backlog is left when all is said to be read")
          .allSatisfy(m -> assertThat((Long) m.get("serial")).isGreaterThan(last));
      List<GenericRecord> running = running(statuses, name, written);
      assertThat(running.getFirst().get("behindMillis"))
          .as("how far, or that it is not known")
          .isNotEqualTo(0L);
      assertThat(running.getLast().get("position").toString())
          .contains(servers.isMariaDb() ? "-17-" : ":");
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void whatIsNoTransactionOfOursIsReadAllTheSame() throws Exception {
    String name = Servers.fresh("quiet");
    LockstepConfig config = shop(name);
    try (CaptureService service = CaptureService.start(config, Clock.systemUTC());
        Topic markers = servers.topic("lockstep.markers")) {
      caughtUp(markers, name);
      for (String statement :
          List.of(
              "create database " + name + "_other",
              "create table " + name + "_other.t (id int primary key) select 1 as id",
              "insert into " + name + "_other.t values (2)",
              "flush binary logs",
              "flush tables",
              "create table " + name + ".b (id int primary key)",
              "xa start '"
                  + name
                  + "'; insert into "
                  + name
                  + "_other.t values (3);"
                  + "xa end '"
                  + name
                  + "'; xa prepare '"
                  + name
                  + "'",
              "xa rollback '" + name + "'")) {
        servers.sql(statement.split("; ?"));
        caughtUp(markers, name);
      }
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void tellsOfASourceHowFarItsTopicsReach() throws Exception {
    String name = Servers.fresh("reach");
    LockstepConfig config = shop(name);
    try (CaptureService service = CaptureService.start(config, Clock.systemUTC());
        Topic changes = servers.topic(name + "." + name + ".a");
        Topic markers = servers.topic("lockstep.markers")) {
      caughtUp(markers, name);
      write(name, 10);
      changes.until(all -> Topic.rows(all).size() == 10);
      changes.all().stream()
          .filter(r -> r.key() != null)
          .map(ConsumerRecord::partition)
          .distinct()
          .forEach(
              partition -> {
                long last =
                    changes.all().stream()
                        .filter(r -> r.partition() == partition)
                        .mapToLong(Topic::serial)
                        .max()
                        .orElseThrow();
                markers.until(
                    all ->
                        all.stream()
                            .filter(m -> m.partition() == partition)
                            .map(ConsumerRecord::value)
                            .anyMatch(m -> m.get("endpoint").equals(name) && reaches(m, last)));
              });
      assertThat(service.failure()).isEmpty();
    }
  }

  private static LockstepConfig shop(String name) throws Exception {
    servers.sql("create database " + name, "create table " + name + ".a (id int primary key)");
    return servers.config(
        Servers.flow(name, "nowhere", name), OnLostHistory.STOP, servers.endpoint(name));
  }

  private static void write(String name, int rows) throws Exception {
    try (Connection connection = servers.database.adminConnection(name);
        PreparedStatement insert = connection.prepareStatement("insert into a values (?)")) {
      connection.setAutoCommit(false);
      for (int i = 1; i <= rows; i++) {
        insert.setInt(1, i);
        insert.addBatch();
        if (i % 100 == 0 || i == rows) {
          insert.executeBatch();
          connection.commit();
        }
      }
    }
  }

  /** Waits for every partition to say, later than now, that all is read. */
  private static void caughtUp(Topic markers, String name) {
    // An end of the log may have been seen up to a second before it is spoken of.
    Instant after = Instant.now().plusMillis(1100);
    markers.until(
        all ->
            all.stream()
                    .filter(r -> isOf(r.value(), name, after) && isCaughtUp(r.value()))
                    .map(ConsumerRecord::partition)
                    .distinct()
                    .count()
                == 4);
  }

  private static java.util.stream.Stream<GenericRecord> of(
      List<ConsumerRecord<GenericRecord, GenericRecord>> all,
      String name,
      Instant after,
      Predicate<GenericRecord> condition) {
    return values(all).stream().filter(m -> isOf(m, name, after)).filter(condition);
  }

  private static List<GenericRecord> values(
      List<ConsumerRecord<GenericRecord, GenericRecord>> all) {
    return all.stream().map(ConsumerRecord::value).toList();
  }

  private static boolean isOf(GenericRecord marker, String name, Instant after) {
    return marker.get("endpoint").equals(name) && instant(marker.get("capturedAt")).isAfter(after);
  }

  private static Instant instant(Object micros) {
    return micros instanceof Instant at ? at : Instant.EPOCH.plusNanos((Long) micros * 1000);
  }

  private static boolean isCaughtUp(GenericRecord marker) {
    return Long.valueOf(0).equals(marker.get("behindMillis"));
  }

  private static boolean reaches(GenericRecord marker, long serial) {
    return ((Collection<?>) marker.get("target"))
        .stream().anyMatch(t -> ((GenericRecord) t).get("serial").equals(serial));
  }

  private static List<GenericRecord> running(Topic statuses, String name, Instant after) {
    return values(
            statuses.until(
                all ->
                    values(all).stream().anyMatch(s -> isRunning(s, name, after) && isCaughtUp(s))))
        .stream()
        .filter(s -> isRunning(s, name, after))
        .toList();
  }

  private static boolean isRunning(GenericRecord status, String name, Instant after) {
    return status.get("subject").equals(name)
        && status.get("table").equals("")
        && status.get("state").toString().equals("RUNNING")
        && instant(status.get("at")).isAfter(after);
  }
}
