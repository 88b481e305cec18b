package dev.lockstep.engine.mysql.sql;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A column type as a table is created with it.
 *
 * <p>Type texts come from topics, so they are not trusted: only what {@link ColumnTypeParser}
 * knows, with arguments it knows, is ever printed into DDL, and it is printed from the parsed
 * parts.
 *
 * @param base lower-case name
 * @param numbers length, precision, scale
 * @param labels of an enum or set
 * @param compressed whether the server packs each value
 */
public record ColumnType(
    String base,
    List<Integer> numbers,
    List<String> labels,
    boolean unsigned,
    boolean zerofill,
    boolean compressed) {

  private static final Set<String> TEXT =
      Set.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set");

  /** Other names of types, by the one that both servers take. */
  private static final Map<String, String> SYNONYMS =
      Map.of(
          "integer", "int",
          "numeric", "decimal",
          "dec", "decimal",
          "bool", "boolean",
          "geomcollection", "geometrycollection");

  public ColumnType {
    base = SYNONYMS.getOrDefault(base, base);
    numbers = List.copyOf(numbers);
    labels = List.copyOf(labels);
  }

  public static Optional<ColumnType> parse(String text) {
    return ColumnTypeParser.parse(text);
  }

  public static ColumnType of(String base, Integer... numbers) {
    return new ColumnType(base, List.of(numbers), List.of(), false, false, false);
  }

  /** Whether a character set and collation apply. */
  public boolean isText() {
    return TEXT.contains(base);
  }

  public boolean isTimestamp() {
    return base.equals("timestamp");
  }

  /** The same without length, precision, scale or width. */
  public ColumnType withoutNumbers() {
    return new ColumnType(base, List.of(), labels, unsigned, zerofill, compressed);
  }

  public ColumnType uncompressed() {
    return compressed ? new ColumnType(base, numbers, labels, unsigned, zerofill, false) : this;
  }

  public String sql() {
    StringBuilder sql = new StringBuilder(base.toUpperCase(Locale.ROOT));
    if (!labels.isEmpty()) {
      sql.append(labels.stream().map(SqlText::text).collect(Collectors.joining(",", "(", ")")));
    } else if (!numbers.isEmpty()) {
      sql.append(numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")")));
    }
    if (unsigned) {
      sql.append(" UNSIGNED");
    }
    if (zerofill) {
      sql.append(" ZEROFILL");
    }
    if (compressed) {
      sql.append(" COMPRESSED");
    }
    return sql.toString();
  }
}
