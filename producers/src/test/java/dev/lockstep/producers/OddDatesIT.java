package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.flow.config.ProducersSettings.OnLostHistory;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: a date that no calendar has is neither copied as something else nor in the way of others.
 * Method: a table with such a value, and one beside it that must go on, in snapshot and in log.
 */
class OddDatesIT extends OnServers {

  private static final String LENIENT = "set sql_mode='ALLOW_INVALID_DATES'";

  @ParameterizedTest
  @CsvSource({
    "date null, 0000-00-00",
    "date not null, 0000-00-00",
    "date null, 2021-02-31",
    "date null, 2021-00-10",
    "date null, 0000-01-01",
    "datetime null, 0000-00-00 00:00:00",
    "datetime(6) null, 2021-04-31 10:11:12.123456",
    "datetime(3) not null, 2021-04-00 10:11:12.123",
    "timestamp null, 0000-00-00 00:00:00",
    "timestamp(6) not null, 0000-00-00 00:00:00",
  })
  void refusesTheTableByNameInSnapshotAndLog(String type, String value) throws Exception {
    String name = Servers.fresh("odd");
    String table = " (id int primary key, d " + type + ")";
    String ok = "(1,'1970-01-01 00:00:01')";
    servers.sql(
        "create database " + name,
        LENIENT,
        "create table " + name + ".`read-1.x` " + table,
        "create table " + name + ".logged " + table,
        "create table " + name + ".other " + table,
        "insert into " + name + ".`read-1.x` values " + ok,
        "insert into " + name + ".`read-1.x` values (2,'" + value + "')",
        "insert into " + name + ".logged values " + ok,
        "insert into " + name + ".other values " + ok);
    try (CaptureService service = CaptureService.start(config(name, name), Clock.systemUTC());
        Topic other = servers.topic(name + "." + name + ".other");
        Topic statuses = servers.topic("lockstep.component-status")) {
      assertThat(refusal(statuses, name, name + ".read-1.x"))
          .contains("column d holds a date that no calendar has");
      other.until(all -> all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4);
      servers.sql(
          LENIENT,
          "insert into " + name + ".logged values (2,'" + value + "')",
          "insert into "
              + name
              + ".other values (2,'9999-12-31 00:00:00')"
                  .replace("9999", type.startsWith("timestamp") ? "2030" : "9999"));
      assertThat(refusal(statuses, name, name + ".logged"))
          .contains("column d holds a date that no calendar has");
      other.until(all -> Topic.rows(all).size() == 2);
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void goesOnWhenATableOutsideEveryFlowHoldsOne() throws Exception {
    String name = Servers.fresh("odd");
    servers.sql(
        "create database " + name,
        "create database " + name + "x",
        "create table " + name + "x.b (id int primary key, d date, t datetime)",
        "create table " + name + ".a (id int primary key)",
        "insert into " + name + ".a values (1)");
    try (CaptureService service = CaptureService.start(config(name, name), Clock.systemUTC());
        Topic topic = servers.topic(name + "." + name + ".a")) {
      topic.until(all -> all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4);
      servers.sql(
          LENIENT,
          "insert into " + name + "x.b values (1,'2021-02-31','2021-02-31')",
          "update " + name + "x.b set d='2021-11-31'",
          "delete from " + name + "x.b",
          "insert into " + name + ".a values (2)");
      topic.until(all -> Topic.rows(all).size() == 2);
      Topic statuses = servers.topic("lockstep.component-status");
      assertThat(
              statuses.all().stream()
                  .map(ConsumerRecord::value)
                  .filter(value -> value.get("subject").equals(name))
                  .map(value -> value.get("state").toString()))
          .doesNotContain("RETRYING", "FAILED");
      statuses.close();
    }
  }

  @Test
  void readsTheYearZeroAndTheStartOf1970AsTheyAre() throws Exception {
    String name = Servers.fresh("odd");
    String row =
        ",0,1901,2155,'1970-01-01','1970-01-01','1970-01-01 00:00:01',"
            + "'0001-01-01','1582-10-15 23:59:59.999999','2024-02-29')";
    servers.sql(
        "create database " + name,
        "create table "
            + name
            + ".y (id int primary key, y year, a year, b year not null, d date not null,"
            + " t datetime not null, s timestamp not null, e date, f datetime(6), g date)",
        "set time_zone='+00:00'",
        "insert into " + name + ".y values (1" + row);
    try (CaptureService service = CaptureService.start(config(name, name), Clock.systemUTC());
        Topic topic = servers.topic(name + "." + name + ".y")) {
      topic.until(all -> all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4);
      servers.sql("set time_zone='+00:00'", "insert into " + name + ".y values (2" + row);
      List<GenericRecord> rows =
          Topic.rows(topic.until(all -> Topic.rows(all).size() == 2)).stream()
              .map(r -> (GenericRecord) r.value().get("after"))
              .toList();
      assertThat(rows.stream().map(OddDatesIT::values).collect(Collectors.toSet()))
          .containsExactly(
              "0 1901 2155 0 0 1000000 -719162 "
                  + (-141_426L * 86_400_000_000L - 1)
                  + " "
                  + java.time.LocalDate.of(2024, 2, 29).toEpochDay());
    }
  }

  private static String values(GenericRecord row) {
    return row.getSchema().getFields().stream()
        .skip(1)
        .map(field -> row.get(field.name()).toString())
        .collect(Collectors.joining(" "));
  }

  private static LockstepConfig config(String name, String schema) {
    return servers.config(
        Servers.flow(name, "nowhere", schema), OnLostHistory.STOP, servers.endpoint(name));
  }

  private static String refusal(Topic statuses, String endpoint, String table) {
    return statuses
        .until(all -> all.stream().anyMatch(r -> isRefusal(r.value(), endpoint, table)))
        .stream()
        .map(ConsumerRecord::value)
        .filter(value -> isRefusal(value, endpoint, table))
        .map(value -> value.get("message").toString())
        .findFirst()
        .orElseThrow();
  }

  private static boolean isRefusal(GenericRecord value, String endpoint, String table) {
    return value.get("subject").equals(endpoint)
        && value.get("table").equals(table)
        && value.get("state").toString().equals("REFUSED");
  }
}
