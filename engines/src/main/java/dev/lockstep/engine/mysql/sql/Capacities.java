package dev.lockstep.engine.mysql.sql;

import dev.lockstep.schema.change.Capacity;
import dev.lockstep.schema.change.Repertoire;
import dev.lockstep.schema.change.Span;
import dev.lockstep.schema.row.ColumnKind;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What columns of each type hold. */
final class Capacities {

  private static final int DOUBLE = 53;
  private static final long MICROS_A_SECOND = 1_000_000;

  /** Bytes, or characters of one byte, that types without a length of their own hold. */
  private static final Map<String, Long> ROOM =
      Map.of(
          "tinytext", 255L,
          "text", 65_535L,
          "mediumtext", 16_777_215L,
          "longtext", 4_294_967_295L,
          "tinyblob", 255L,
          "blob", 65_535L,
          "mediumblob", 16_777_215L,
          "longblob", 4_294_967_295L);

  /** Beyond 838:59:59 nothing is a length of time here. */
  private static final Span TIMES = seconds(-3_020_399, 3_020_400);

  private static final Span DATES = seconds(dayStart(0, 1, 1), dayStart(10_000, 1, 1));
  private static final Span MOMENTS = seconds(1, (1L << 31));

  private Capacities() {}

  /** Empty for a type that is not known. */
  static Optional<Capacity> of(String type, boolean json, Optional<String> collation) {
    return ColumnType.parse(type).flatMap(parsed -> of(parsed, json, collation));
  }

  private static Optional<Capacity> of(ColumnType type, boolean json, Optional<String> collation) {
    OptionalInt first = number(type, 0);
    boolean unsigned = type.unsigned() || type.zerofill();
    return Optional.ofNullable(
        switch (type.base()) {
          case "tinyint" -> Capacity.integer(Span.bits(8, unsigned));
          case "smallint" -> Capacity.integer(Span.bits(16, unsigned));
          case "mediumint" -> Capacity.integer(Span.bits(24, unsigned));
          case "int" -> Capacity.integer(Span.bits(32, unsigned));
          case "bigint" -> Capacity.integer(Span.bits(64, unsigned));
          case "boolean" -> Capacity.integer(Span.bits(8, false));
          case "year" -> Capacity.integer(Span.of(0, 2155));
          case "decimal" -> Capacity.decimal(first.orElse(10), number(type, 1).orElse(0), unsigned);
          case "float" -> real(type, first.orElse(0) > Capacity.SINGLE ? DOUBLE : Capacity.SINGLE);
          case "double", "real" -> real(type, DOUBLE);
          case "bit" ->
              first.orElse(1) == 1
                  ? Capacity.of(ColumnKind.BOOLEAN).within(Span.of(0, 1)).withFraction(0)
                  // Of their full width, however small the number.
                  : Capacity.of(ColumnKind.BYTES)
                      .withLength((first.getAsInt() + 7) / 8)
                      .withPadding();
          case "char" -> text(json, collation, first.orElse(1)).withPadding();
          case "varchar" -> text(json, collation, first.orElse(1));
          case "tinytext", "text", "mediumtext", "longtext" -> text(json, collation, room(type));
          case "enum" -> text(collation).withLabels(type.labels());
          case "set" -> text(collation);
          case "json" -> Capacity.of(ColumnKind.JSON);
          case "uuid" -> Capacity.of(ColumnKind.UUID);
          case "binary" -> Capacity.of(ColumnKind.BYTES).withLength(first.orElse(1)).withPadding();
          case "varbinary" -> Capacity.of(ColumnKind.BYTES).withLength(first.orElse(1));
          case "tinyblob", "blob", "mediumblob", "longblob" ->
              Capacity.of(ColumnKind.BYTES).withLength(room(type));
          case "vector" -> Capacity.of(ColumnKind.BYTES).withLength(4L * first.orElse(2_048));
          case "geometry",
              "point",
              "linestring",
              "polygon",
              "multipoint",
              "multilinestring",
              "multipolygon",
              "geometrycollection" ->
              Capacity.of(ColumnKind.BYTES);
          case "date" -> Capacity.of(ColumnKind.DATE).within(DATES).withFraction(0);
          case "time" -> Capacity.of(ColumnKind.TIME).within(TIMES).withFraction(first.orElse(0));
          case "datetime" ->
              Capacity.of(ColumnKind.LOCAL_TIMESTAMP).within(DATES).withFraction(first.orElse(0));
          case "timestamp" ->
              Capacity.of(ColumnKind.INSTANT).within(MOMENTS).withFraction(first.orElse(0));
          default -> null;
        });
  }

  private static Capacity text(boolean json, Optional<String> collation, long length) {
    return json ? Capacity.of(ColumnKind.JSON) : text(collation).withLength(length);
  }

  private static Capacity text(Optional<String> collation) {
    Capacity text = Capacity.of(ColumnKind.TEXT);
    return collation.map(name -> text.withRepertoire(repertoire(name))).orElse(text);
  }

  /** The name of a collation begins with that of its character set. */
  private static Repertoire repertoire(String collation) {
    String lower = collation.toLowerCase(Locale.ROOT);
    int end = lower.indexOf('_');
    String characterSet = end < 0 ? lower : lower.substring(0, end);
    return switch (characterSet) {
      case "utf8mb4", "utf16", "utf16le", "utf32", "gb18030", "uca1400" -> Repertoire.UNICODE;
      case "utf8", "utf8mb3", "ucs2" -> Repertoire.BMP;
      default -> new Repertoire(characterSet);
    };
  }

  /** With digits after the point where the type says how many. */
  private static Capacity real(ColumnType type, int significand) {
    Capacity real = Capacity.floating(significand);
    OptionalInt fraction = number(type, 1);
    return fraction.isPresent() ? real.withFraction(fraction.getAsInt()) : real;
  }

  private static long room(ColumnType type) {
    return ROOM.getOrDefault(type.base(), 0L);
  }

  private static OptionalInt number(ColumnType type, int index) {
    return type.numbers().size() > index
        ? OptionalInt.of(type.numbers().get(index))
        : OptionalInt.empty();
  }

  /** From the first second on, up to the last microsecond before the other. */
  private static Span seconds(long from, long before) {
    return Span.of(from * MICROS_A_SECOND, before * MICROS_A_SECOND - 1);
  }

  private static long dayStart(int year, int month, int day) {
    return LocalDate.of(year, month, day).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
  }
}
