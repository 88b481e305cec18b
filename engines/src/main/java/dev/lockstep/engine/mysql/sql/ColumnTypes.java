package dev.lockstep.engine.mysql.sql;

import dev.lockstep.engine.table.ColumnFacts;
import dev.lockstep.engine.table.ValueType;
import dev.lockstep.engine.table.ValueType.Form;
import dev.lockstep.schema.change.Capacity;
import dev.lockstep.schema.row.ColumnKind;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the column types of MySQL and MariaDB hold. */
public final class ColumnTypes {

  private static final Pattern NUMBERS = Pattern.compile("\\((\\d+)(?:,(\\d+))?\\)");
  private static final int UNSIGNED_BIGINT_DIGITS = 20;

  private ColumnTypes() {}

  /** A column of a type that the server lists so. */
  public static ColumnFacts column(
      String name,
      String type,
      boolean nullable,
      Optional<String> collation,
      boolean json,
      boolean generated,
      boolean filled) {
    return new ColumnFacts(
        name,
        type,
        base(type),
        valueType(type, json),
        Capacities.of(type, json, collation),
        nullable,
        collation,
        generated,
        filled);
  }

  /** Which values a column of a type holds; empty for a type that is not known. */
  public static Optional<Capacity> capacity(String type, Optional<String> collation) {
    return Capacities.of(type, false, collation);
  }

  /** The type's name without length, attributes and values, in lower case. */
  public static String base(String type) {
    int end = 0;
    while (end < type.length() && Character.isLetterOrDigit(type.charAt(end))) {
      end++;
    }
    return type.substring(0, end).toLowerCase(Locale.ROOT);
  }

  /**
   * What values a type has; empty for a type that is not known.
   *
   * @param type as the server lists it, such as {@code decimal(10,2) unsigned}
   * @param json whether its values are JSON, by type or by a check
   */
  public static Optional<ValueType> valueType(String type, boolean json) {
    ColumnKind text = json ? ColumnKind.JSON : ColumnKind.TEXT;
    return Optional.ofNullable(
        switch (base(type)) {
          case "tinyint", "smallint", "mediumint", "year", "boolean", "bool" ->
              ValueType.of(Form.INT, ColumnKind.INTEGER);
          case "int", "integer" ->
              ValueType.of(isUnsigned(type) ? Form.LONG : Form.INT, ColumnKind.INTEGER);
          case "bigint" ->
              isUnsigned(type)
                  ? ValueType.decimal(ColumnKind.INTEGER, UNSIGNED_BIGINT_DIGITS, 0)
                  : ValueType.of(Form.LONG, ColumnKind.INTEGER);
          case "decimal", "numeric", "dec", "fixed" ->
              ValueType.decimal(ColumnKind.DECIMAL, number(type, 1, 10), number(type, 2, 0));
          case "float" -> ValueType.of(Form.FLOAT, ColumnKind.FLOAT);
          case "double", "real" -> ValueType.of(Form.DOUBLE, ColumnKind.FLOAT);
          case "bit" ->
              number(type, 1, 1) == 1
                  ? ValueType.of(Form.BOOLEAN, ColumnKind.BOOLEAN)
                  : ValueType.of(Form.BYTES, ColumnKind.BYTES);
          case "char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set" ->
              ValueType.of(Form.TEXT, text);
          case "json" -> ValueType.of(Form.TEXT, ColumnKind.JSON);
          case "uuid" -> ValueType.of(Form.TEXT, ColumnKind.UUID);
          case "binary",
              "varbinary",
              "tinyblob",
              "blob",
              "mediumblob",
              "longblob",
              "geometry",
              "point",
              "linestring",
              "polygon",
              "multipoint",
              "multilinestring",
              "multipolygon",
              "geometrycollection",
              "geomcollection",
              "vector" ->
              ValueType.of(Form.BYTES, ColumnKind.BYTES);
          case "date" -> ValueType.of(Form.INT, ColumnKind.DATE);
          case "time" -> ValueType.of(Form.LONG, ColumnKind.TIME);
          case "datetime" -> ValueType.of(Form.LONG, ColumnKind.LOCAL_TIMESTAMP);
          case "timestamp" -> ValueType.of(Form.LONG, ColumnKind.INSTANT);
          default -> null;
        });
  }

  private static boolean isUnsigned(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    return lower.contains("unsigned") || lower.contains("zerofill");
  }

  private static int number(String type, int group, int otherwise) {
    Matcher matcher = NUMBERS.matcher(type);
    return matcher.find() && matcher.group(group) != null
        ? Integer.parseInt(matcher.group(group))
        : otherwise;
  }
}
