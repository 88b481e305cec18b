package dev.lockstep.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.schema.row.ColumnKind;
import dev.lockstep.sink.harness.TestColumn;
import dev.lockstep.sink.harness.TestTable;
import dev.lockstep.sink.harness.TestTarget;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Goal: every value arrives exactly. Method: write the edges of every type, read text back. */
abstract class ValuesContract extends SinkContract {

  ValuesContract(TestTarget target) {
    super(target);
  }

  /** A column, a value as the capture writes it, and what SQL must then say. */
  private record Case(TestColumn column, Object value, String select, String expected) {}

  private final List<Case> cases = new ArrayList<>();

  @Test
  void everyTypeArrivesExactlyInTablesThatTheSinkMakes() {
    addCases();
    addOwnCases();
    TestColumn[] columns = new TestColumn[cases.size() + 1];
    Object[] values = new Object[cases.size() + 1];
    Object[] nulls = new Object[cases.size() + 1];
    columns[0] = TestColumn.integer("id");
    values[0] = 1;
    nulls[0] = 2;
    StringBuilder select = new StringBuilder();
    for (int i = 0; i < cases.size(); i++) {
      columns[i + 1] = cases.get(i).column();
      values[i + 1] = cases.get(i).value();
      select
          .append(i == 0 ? "" : ", ")
          .append(cases.get(i).select().replace("$", "`" + columns[i + 1].name() + "`"));
    }
    TestTable table = source.table("kinds", 1, columns);
    source.transaction().put(table, values).put(table, nulls).commit();
    try (SinkService sink = SinkService.start(source.config(), Clock.systemUTC())) {
      await()
          .atMost(SOON)
          .ignoreExceptions()
          .until(() -> query("SELECT id FROM " + table.name()).size() == 2);
    }
    execute("SET GLOBAL time_zone = '+00:00'");
    String line = query("SELECT " + select + " FROM " + table.name() + " WHERE id = 1").getFirst();
    String[] actual = line.split("\\|", -1);
    for (int i = 0; i < cases.size(); i++) {
      assertThat(actual[i]).as(cases.get(i).column().toString()).isEqualTo(cases.get(i).expected());
    }
    assertThat(
            query("SELECT * FROM " + table.name() + " WHERE id = 2").getFirst().replace("null", ""))
        .isEqualTo("2" + "|".repeat(cases.size()));
    assertThat(source.deadLetters()).isEmpty();
  }

  /** What this kind of server has alone, or has otherwise than the other. */
  abstract void addOwnCases();

  private void addCases() {
    integers();
    decimals();
    texts();
    temporals();
    others();
  }

  private void integers() {
    Schema integer = Schema.create(Schema.Type.INT);
    Schema bigint = Schema.create(Schema.Type.LONG);
    add("tiny_min", "tinyint(4)", ColumnKind.INTEGER, integer, -128, "-128");
    add("int_max", "int(10) unsigned", ColumnKind.INTEGER, bigint, 4294967295L, "4294967295");
    add(
        "big_min",
        "bigint(20)",
        ColumnKind.INTEGER,
        bigint,
        Long.MIN_VALUE,
        "-9223372036854775808");
    add(
        "big_max_u",
        "bigint(20) unsigned",
        ColumnKind.INTEGER,
        decimal(20, 0),
        unscaled("18446744073709551615"),
        "18446744073709551615");
    add("year", "year(4)", ColumnKind.INTEGER, integer, 2155, "$ + 0", "2155");
    add("flag", "tinyint(1)", ColumnKind.INTEGER, integer, 7, "$ + 0", "7");
  }

  private void decimals() {
    add(
        "dec",
        "decimal(10,2)",
        ColumnKind.DECIMAL,
        decimal(10, 2),
        unscaled("-99999999.99"),
        "-99999999.99");
    add(
        "dec_max",
        "decimal(65,30)",
        ColumnKind.DECIMAL,
        decimal(65, 30),
        unscaled("99999999999999999999999999999999999.999999999999999999999999999999"),
        "99999999999999999999999999999999999.999999999999999999999999999999");
    Schema real = Schema.create(Schema.Type.DOUBLE);
    add(
        "dbl_max",
        "double",
        ColumnKind.FLOAT,
        real,
        Double.MAX_VALUE,
        "$ = 1.7976931348623157e308",
        "1");
    add(
        "dbl_min",
        "double",
        ColumnKind.FLOAT,
        real,
        2.2250738585072014e-308,
        "$ = 2.2250738585072014e-308",
        "1");
    add("dbl_third", "double", ColumnKind.FLOAT, real, 1.0 / 3, "0.3333333333333333");
    add("dbl_sum", "double", ColumnKind.FLOAT, real, 0.1 + 0.2, "0.30000000000000004");
    Schema single = Schema.create(Schema.Type.FLOAT);
    add(
        "flt",
        "float",
        ColumnKind.FLOAT,
        single,
        16777217f / 3,
        "$ + 0e0 = " + (double) (16777217f / 3),
        "1");
    add(
        "flt_max",
        "float",
        ColumnKind.FLOAT,
        single,
        Float.MAX_VALUE,
        "$ + 0e0 = " + (double) Float.MAX_VALUE,
        "1");
    add("flt_tenth", "float", ColumnKind.FLOAT, single, 0.1f, "$ + 0e0 = " + (double) 0.1f, "1");
  }

  private void texts() {
    Schema string = Schema.create(Schema.Type.STRING);
    String nasty = "'; DROP TABLE x; -- \\ \\' \" ` % _ \n\r\t\0 ?{}:a ä€😀 ";
    TestColumn text = TestColumn.of("txt", "varchar(200)", ColumnKind.TEXT, string);
    cases.add(new Case(text, nasty, "HEX($)", hex(nasty)));
    cases.add(
        new Case(
            TestColumn.of("latin", "varchar(20)", ColumnKind.TEXT, string)
                .collation("latin1_swedish_ci"),
            "äß\\'",
            "CONCAT(HEX($), CHARSET($))",
            "E4DF5C27latin1"));
    cases.add(
        new Case(
            TestColumn.of("unknown_collation", "varchar(20)", ColumnKind.TEXT, string)
                .collation("x'; DROP DATABASE mysql; --"),
            "ok",
            "COLLATION($)",
            "utf8mb4_bin"));
    add("padded", "char(10)", ColumnKind.TEXT, string, "a", "a");
    add("empty", "varchar(5)", ColumnKind.TEXT, string, "", "");
    add("long_text", "longtext", ColumnKind.TEXT, string, "x".repeat(70_000), "LENGTH($)", "70000");
    add("choice", "enum('a','it''s','b\\\\c')", ColumnKind.TEXT, string, "it's", "it's");
    add(
        "choice2",
        "enum('a','it''s','b\\\\c')",
        ColumnKind.TEXT,
        string,
        "b\\c",
        "HEX($)",
        hex("b\\c"));
    add("many", "set('x','y','z')", ColumnKind.TEXT, string, "x,z", "x,z");
    add(
        "uid",
        "uuid",
        ColumnKind.UUID,
        string,
        "123e4567-e89b-12d3-a456-426614174000",
        "123e4567-e89b-12d3-a456-426614174000");
    add(
        "address",
        "inet6",
        ColumnKind.TEXT,
        string,
        "2001:db8::ff00:42:8329",
        "2001:db8::ff00:42:8329");
  }

  private void temporals() {
    Schema time = logical(LogicalTypes.timeMicros());
    Schema local = logical(LogicalTypes.localTimestampMicros());
    Schema instant = logical(LogicalTypes.timestampMicros());
    Schema date = LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
    add(
        "d_min",
        "date",
        ColumnKind.DATE,
        date,
        (int) LocalDate.of(1, 1, 1).toEpochDay(),
        "CONCAT($)",
        "0001-01-01");
    add(
        "d_max",
        "date",
        ColumnKind.DATE,
        date,
        (int) LocalDate.of(9999, 12, 31).toEpochDay(),
        "CONCAT($)",
        "9999-12-31");
    add(
        "dt",
        "datetime(6)",
        ColumnKind.LOCAL_TIMESTAMP,
        local,
        micros("1965-03-31T02:30:00.000001"),
        "CONCAT($)",
        "1965-03-31 02:30:00.000001");
    add(
        "dt_max",
        "datetime(6)",
        ColumnKind.LOCAL_TIMESTAMP,
        local,
        micros("9999-12-31T23:59:59.999999"),
        "CONCAT($)",
        "9999-12-31 23:59:59.999999");
    add(
        "dt_gap",
        "datetime",
        ColumnKind.LOCAL_TIMESTAMP,
        local,
        micros("2024-03-31T02:30:00"),
        "CONCAT($)",
        "2024-03-31 02:30:00");
    add(
        "ts",
        "timestamp(6)",
        ColumnKind.INSTANT,
        instant,
        1_711_846_800_999_999L,
        "UNIX_TIMESTAMP($)",
        "1711846800.999999");
    add("t_small", "time(6)", ColumnKind.TIME, time, -1L, "CONCAT($)", "-00:00:00.000001");
  }

  private void others() {
    Schema bytes = Schema.create(Schema.Type.BYTES);
    add(
        "places",
        "geomcollection",
        ColumnKind.BYTES,
        bytes,
        hexadecimal("000000000107000000010000000101000000000000000000F03F0000000000000040"),
        "ST_AsText($)",
        "GEOMETRYCOLLECTION(POINT(1 2))");
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    add(
        "bin",
        "varbinary(300)",
        ColumnKind.BYTES,
        bytes,
        ByteBuffer.wrap(all),
        "HEX($)",
        HexFormat.of().withUpperCase().formatHex(all));
    add(
        "fixed",
        "binary(4)",
        ColumnKind.BYTES,
        bytes,
        ByteBuffer.wrap(new byte[] {0, 39}),
        "HEX($)",
        "00270000");
    add(
        "bit1",
        "bit(1)",
        ColumnKind.BOOLEAN,
        Schema.create(Schema.Type.BOOLEAN),
        true,
        "$ + 0",
        "1");
    add(
        "bit12",
        "bit(12)",
        ColumnKind.BYTES,
        bytes,
        ByteBuffer.wrap(new byte[] {1, -1}),
        "$ + 0",
        "511");
    add(
        "place",
        "point",
        ColumnKind.BYTES,
        bytes,
        hexadecimal("000000000101000000000000000000F03F0000000000000040"),
        "ST_AsText($)",
        "POINT(1 2)");
  }

  private void add(
      String name, String type, ColumnKind kind, Schema schema, Object value, String expected) {
    add(name, type, kind, schema, value, "$", expected);
  }

  final void add(
      String name,
      String type,
      ColumnKind kind,
      Schema schema,
      Object value,
      String select,
      String expected) {
    cases.add(new Case(TestColumn.of(name, type, kind, schema), value, select, expected));
  }

  private static Schema decimal(int precision, int scale) {
    return LogicalTypes.decimal(precision, scale).addToSchema(Schema.create(Schema.Type.BYTES));
  }

  private static Schema logical(LogicalType type) {
    return type.addToSchema(Schema.create(Schema.Type.LONG));
  }

  private static ByteBuffer unscaled(String decimal) {
    return ByteBuffer.wrap(new BigDecimal(decimal).unscaledValue().toByteArray());
  }

  private static long micros(String local) {
    LocalDateTime time = LocalDateTime.parse(local);
    return time.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + time.getNano() / 1000;
  }

  static ByteBuffer hexadecimal(String bytes) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(bytes));
  }

  /** A text column whose collation must be one of the target's. */
  final void addCollation(String name, String collation, String expected) {
    cases.add(
        new Case(
            TestColumn.of(name, "varchar(20)", ColumnKind.TEXT, Schema.create(Schema.Type.STRING))
                .collation(collation),
            "ok",
            "COLLATION($)",
            expected));
  }

  /** JSON, as what MariaDB lists it. */
  final void addJson(String document, String expected) {
    Schema string = Schema.create(Schema.Type.STRING);
    add("doc", "longtext", ColumnKind.JSON, string, document, "HEX($)", hex(expected));
  }

  /** The first and the last moment, in microseconds. */
  final void addInstants(long first, String firstText, long last, String lastText) {
    Schema instant = logical(LogicalTypes.timestampMicros());
    String type = "timestamp(6)";
    add("ts_min", type, ColumnKind.INSTANT, instant, first, "UNIX_TIMESTAMP($)", firstText);
    add("ts_2038", type, ColumnKind.INSTANT, instant, last, "UNIX_TIMESTAMP($)", lastText);
  }

  /** The longest time, in both directions. */
  final void addTimes(long longest, String text) {
    Schema time = logical(LogicalTypes.timeMicros());
    add("t_max", "time(6)", ColumnKind.TIME, time, longest, "CONCAT($)", text);
    add("t_min", "time(6)", ColumnKind.TIME, time, -longest, "CONCAT($)", "-" + text);
  }

  private static String hex(String text) {
    return HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}
