package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.flow.config.ProducersSettings.OnLostHistory;
import dev.lockstep.producers.convert.TableSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/**
 * Goal: a value reads the same from a snapshot and from the log, and as what the database holds.
 * Method: a table with a column of every type, the same rows inserted before and after the capture
 * starts.
 */
class ColumnTypesIT extends OnServers {

  record Column(String type, String literal, Object expected, String kind) {}

  private static final Map<String, Column> COLUMNS = new LinkedHashMap<>();

  private final Map<String, Column> columns = columns();

  private static void column(
      String name, String type, String literal, Object expected, String kind) {
    COLUMNS.put(name, new Column(type, literal, expected, kind));
  }

  static {
    column("ti", "tinyint", "-128", -128, "integer");
    column("ti1", "tinyint(1)", "2", 2, "integer");
    column("tiu", "tinyint unsigned", "255", 255, "integer");
    column("si", "smallint", "-32768", -32768, "integer");
    column("siu", "smallint unsigned", "65535", 65535, "integer");
    column("mi", "mediumint", "-8388608", -8388608, "integer");
    column("miu", "mediumint unsigned", "16777215", 16777215, "integer");
    column("i", "int", "-2147483648", Integer.MIN_VALUE, "integer");
    column("iu", "int unsigned", "4294967295", 4294967295L, "integer");
    column("iz", "int(8) unsigned zerofill", "42", 42L, "integer");
    column("bi", "bigint", "-9223372036854775808", Long.MIN_VALUE, "integer");
    column(
        "biu",
        "bigint unsigned",
        "18446744073709551615",
        decimal("18446744073709551615"),
        "integer");
    column("dec1", "decimal(10,2)", "-12345678.90", decimal("-12345678.90"), "decimal");
    column("dec2", "decimal(65,30)", digits(), decimal(digits()), "decimal");
    column("dec3", "decimal(5)", "99999", decimal("99999"), "decimal");
    column("decu", "decimal(10,3) unsigned", "0.001", decimal("0.001"), "decimal");
    column("f", "float", "1.23456789", 1.23456789f, "float");
    column("f2", "float", "16777216", 16777216f, "float");
    column("f3", "float(7,3)", "1234.567", 1234.567f, "float");
    column("d", "double", "1.7976931348623157e308", Double.MAX_VALUE, "float");
    column("d2", "double", "0.1", 0.1, "float");
    column("b1", "bit(1)", "b'1'", true, "boolean");
    column("b9", "bit(9)", "b'100000001'", bytes(1, 1), "bytes");
    column(
        "b64",
        "bit(64)",
        "b'1000000000000000000000000000000000000000000000000000000000000011'",
        bytes(0x80, 0, 0, 0, 0, 0, 0, 3),
        "bytes");
    column("bo", "boolean", "true", 1, "integer");
    column("c", "char(10)", "'ab  '", "ab", "text");
    column("v", "varchar(50) character set utf8mb4", "'ab  '", "ab  ", "text");
    column("ve", "varchar(50) character set utf8mb4", "''", "", "text");
    column(
        "emoji",
        "varchar(50) character set utf8mb4",
        "'\uD83D\uDE00 \u00fc \u4e2d'",
        "\uD83D\uDE00 \u00fc \u4e2d",
        "text");
    column("l1", "varchar(50) character set latin1", "'\u00fc\u20ac'", "\u00fc\u20ac", "text");
    column("u16", "varchar(50) character set utf16", "'\uD83D\uDE00x'", "\uD83D\uDE00x", "text");
    column("tx", "text character set utf8mb4", "repeat('x',70)", "x".repeat(70), "text");
    column("ltx", "longtext character set utf8mb4", "'long'", "long", "text");
    column("e", "enum('a','b','it''s')", "'it''s'", "it's", "text");
    column("st", "set('x','y','z')", "'z,x'", "x,z", "text");
    column("bin", "binary(4)", "x'01'", bytes(1, 0, 0, 0), "bytes");
    column("vbin", "varbinary(10)", "x'00ff10'", bytes(0, 255, 16), "bytes");
    column("bl", "blob", "x'00ff'", bytes(0, 255), "bytes");
    column(
        "j",
        "json",
        "'{\"b\": 1, \"a\": [true, null]}'",
        "{\"b\": 1, \"a\": [true, null]}",
        "json");
    column("dt", "date", "'9999-12-31'", (int) LocalDate.of(9999, 12, 31).toEpochDay(), "date");
    column("dt2", "date", "'0001-01-01'", (int) LocalDate.of(1, 1, 1).toEpochDay(), "date");
    column("t", "time", "'-00:00:01'", -1_000_000L, "time");
    column(
        "t6",
        "time(6)",
        "'838:59:58.999999'",
        (838L * 3600 + 59 * 60 + 58) * 1_000_000 + 999_999,
        "time");
    column(
        "tn6",
        "time(6)",
        "'-838:59:58.999999'",
        -((838L * 3600 + 59 * 60 + 58) * 1_000_000 + 999_999),
        "time");
    column("t3", "time(3)", "'-00:00:00.001'", -1000L, "time");
    column(
        "dtm",
        "datetime",
        "'1000-01-01 00:00:00'",
        micros(LocalDateTime.of(1000, 1, 1, 0, 0)),
        "local_timestamp");
    column(
        "dtm3",
        "datetime(3)",
        "'2024-02-29 23:59:59.999'",
        micros(LocalDateTime.of(2024, 2, 29, 23, 59, 59, 999_000_000)),
        "local_timestamp");
    column(
        "dtm6",
        "datetime(6)",
        "'9999-12-31 23:59:59.999999'",
        micros(LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000)),
        "local_timestamp");
    column(
        "dst",
        "datetime",
        "'2024-03-31 02:30:00'",
        micros(LocalDateTime.of(2024, 3, 31, 2, 30)),
        "local_timestamp");
    column(
        "ts",
        "timestamp null",
        "'2024-03-31 01:30:00'",
        micros(LocalDateTime.of(2024, 3, 31, 1, 30)),
        "instant");
    column(
        "ts6",
        "timestamp(6) null",
        "'2037-01-01 00:00:00.000001'",
        micros(LocalDateTime.of(2037, 1, 1, 0, 0, 0, 1000)),
        "instant");
    column("y", "year", "2155", 2155, "integer");
    column("y0", "year", "0", 0, "integer");
    column("g", "point", "ST_GeomFromText('POINT(1 2)')", null, "bytes");
    column(
        "u",
        "uuid",
        "'123e4567-e89b-12d3-a456-426614174000'",
        "123e4567-e89b-12d3-a456-426614174000",
        "uuid");
    column("gen", "int generated always as (i) stored", "default", Integer.MIN_VALUE, "integer");
  }

  /** A value of each type that the engine has. */
  Map<String, Column> columns() {
    return new LinkedHashMap<>(COLUMNS);
  }

  @Test
  void readsEveryTypeAlikeFromSnapshotAndLog() throws Exception {
    String only = System.getProperty("columns", "");
    if (!only.isEmpty()) {
      columns.keySet().retainAll(List.of(only.split(",")));
    }
    String name = Servers.fresh("types");
    String definitions =
        String.join(
            ", ",
            columns.entrySet().stream().map(c -> c.getKey() + " " + c.getValue().type).toList());
    String literals = String.join(", ", columns.values().stream().map(Column::literal).toList());
    String nulls =
        String.join(
            ", ",
            columns.values().stream()
                .map(c -> c.literal.equals("default") ? "default" : "null")
                .toList());
    servers.sql(
        "create database " + name,
        "create table " + name + ".t (id int primary key, " + definitions + ")",
        "set time_zone='+00:00'",
        "insert into " + name + ".t values (1, " + literals + ")",
        "insert into " + name + ".t values (2, " + nulls + ")");
    try (CaptureService service =
            CaptureService.start(
                servers.config(
                    Servers.flow(name, "nowhere", name),
                    OnLostHistory.STOP,
                    servers.endpoint(name)),
                Clock.systemUTC());
        Topic topic = servers.topic(name + "." + name + ".t")) {
      topic.until(all -> all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4);
      servers.sql(
          "set time_zone='+00:00'",
          "insert into " + name + ".t values (11, " + literals + ")",
          "insert into " + name + ".t values (12, " + nulls + ")");
      Map<Integer, GenericRecord> rows = new LinkedHashMap<>();
      for (var record : Topic.rows(topic.until(all -> Topic.rows(all).size() == 4))) {
        rows.put((Integer) record.key().get("id"), (GenericRecord) record.value().get("after"));
      }
      Map<String, Object> snapshot = new LinkedHashMap<>();
      Map<String, Object> log = new LinkedHashMap<>();
      Map<String, Object> expected = new LinkedHashMap<>();
      Map<String, String> kinds = new LinkedHashMap<>();
      Map<String, String> expectedKinds = new LinkedHashMap<>();
      columns.forEach(
          (column, facts) -> {
            snapshot.put(column, rows.get(1).get(column));
            log.put(column, rows.get(11).get(column));
            expected.put(
                column, facts.expected == null ? rows.get(11).get(column) : facts.expected);
            Schema.Field field = rows.get(1).getSchema().getField(column);
            kinds.put(column, field.getProp("lockstep.kind"));
            expectedKinds.put(column, facts.kind);
          });
      assertThat(log).as("log").isEqualTo(expected);
      assertThat(snapshot).as("snapshot").isEqualTo(expected);
      assertThat(kinds).isEqualTo(expectedKinds);
      RereadIT.request(servers, name, name + ".t");
      Map<Integer, GenericRecord> anew = new LinkedHashMap<>();
      for (var record :
          Topic.rows(topic.until(all -> Topic.rows(all).size() == 8)).stream().skip(4).toList()) {
        assertThat(Topic.op(record)).isEqualTo("r");
        anew.put((Integer) record.key().get("id"), (GenericRecord) record.value().get("after"));
      }
      assertThat(anew).as("read beside the log").isEqualTo(rows);
      for (String column : columns.keySet()) {
        if (!column.equals("gen")) {
          assertThat(rows.get(2).get(column)).as("snapshot null " + column).isNull();
          assertThat(rows.get(12).get(column)).as("log null " + column).isNull();
        }
      }
    }
  }

  @Test
  void readsBitsOfAKeyAndTheDaysThatCalendarsLackAlikeFromSnapshotAndLog() throws Exception {
    String name = Servers.fresh("types");
    String values =
        ", b'100000001', b'1000000000000000000000000000000000000000000000000000000000000011',"
            + " '1582-10-05', '1582-10-05', '1582-10-14 23:59:59.999999', '1582-10-15')";
    servers.sql(
        "create database " + name,
        "create table "
            + name
            + ".t (k int, b bit(9), c bit(64), d date, e datetime, f datetime(6), g datetime,"
            + " x bit(8) not null default b'1', primary key (k, b, c, d, f))",
        "insert into " + name + ".t (k,b,c,d,e,f,g) values (1" + values);
    try (CaptureService service =
            CaptureService.start(
                servers.config(
                    Servers.flow(name, "nowhere", name),
                    OnLostHistory.STOP,
                    servers.endpoint(name)),
                Clock.systemUTC());
        Topic topic = servers.topic(name + "." + name + ".t")) {
      topic.until(all -> all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4);
      servers.sql("insert into " + name + ".t (k,b,c,d,e,f,g) values (2" + values);
      long day = 86_400_000_000L;
      long first = LocalDate.of(1582, 10, 5).toEpochDay();
      Map<String, Object> expected = new LinkedHashMap<>();
      expected.put("b", bytes(1, 1));
      expected.put("c", bytes(0x80, 0, 0, 0, 0, 0, 0, 3));
      expected.put("d", (int) first);
      expected.put("e", first * day);
      expected.put("f", (first + 10) * day - 1);
      expected.put("g", (first + 10) * day);
      expected.put("x", bytes(1));
      for (var record : Topic.rows(topic.until(all -> Topic.rows(all).size() == 2))) {
        GenericRecord row = (GenericRecord) record.value().get("after");
        expected.forEach(
            (column, value) -> assertThat(row.get(column)).as(column).isEqualTo(value));
        for (String column : List.of("b", "c", "d", "f")) {
          assertThat(record.key().get(column)).as(column).isEqualTo(expected.get(column));
        }
      }
      assertThat(service.failure()).isEmpty();
    }
  }

  /** Else a table would be taken for altered, and everything read anew, at every start. */
  @Test
  void rowsOfTheLogHaveTheSchemaThatTheDatabaseDescribes() throws Exception {
    String name = Servers.fresh("schemas");
    servers.sql("create database " + name, "set time_zone='+00:00'");
    for (String nullability : List.of("null", "not null")) {
      String table = name + "." + (nullability.equals("null") ? "a" : "b");
      String definitions =
          String.join(
              ", ",
              columns.entrySet().stream()
                  .map(c -> c.getKey() + " " + c.getValue().type)
                  .map(c -> c.contains("generated") ? c : c + " " + nullability)
                  .toList());
      servers.sql("create table " + table + " (id int primary key, " + definitions + ")");
    }
    String literals = String.join(", ", columns.values().stream().map(Column::literal).toList());
    try (CaptureService service =
            CaptureService.start(
                servers.config(
                    Servers.flow(name, "nowhere", name),
                    OnLostHistory.STOP,
                    servers.endpoint(name)),
                Clock.systemUTC());
        Topic a = servers.topic(name + "." + name + ".a");
        Topic b = servers.topic(name + "." + name + ".b")) {
      for (Topic topic : List.of(a, b)) {
        topic.until(all -> all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4);
      }
      servers.sql(
          "set time_zone='+00:00'",
          "insert into " + name + ".a values (1, " + literals + ")",
          "insert into " + name + ".b values (1, " + literals + ")");
      for (Topic topic : List.of(a, b)) {
        var all = topic.until(seen -> Topic.rows(seen).size() == 1);
        Schema described = TableSchema.rowOf(all.getFirst().value().getSchema());
        Schema logged = TableSchema.rowOf(Topic.rows(all).getFirst().value().getSchema());
        assertThat(logged.toString(true)).isEqualTo(described.toString(true));
      }
      assertThat(service.failure()).isEmpty();
    }
  }

  private static String digits() {
    return "12345678901234567890123456789012345.123456789012345678901234567891";
  }

  private static ByteBuffer decimal(String value) {
    BigInteger unscaled = new BigDecimal(value).unscaledValue();
    return ByteBuffer.wrap(unscaled.toByteArray());
  }

  static ByteBuffer bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return ByteBuffer.wrap(bytes);
  }

  private static long micros(LocalDateTime time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant(ZoneOffset.UTC));
  }
}
