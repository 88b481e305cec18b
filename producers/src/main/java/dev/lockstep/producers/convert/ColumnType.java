package dev.lockstep.producers.convert;

import dev.lockstep.engine.table.ColumnFacts;
import dev.lockstep.schema.row.ColumnKind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * What a MariaDB column type is in Avro.
 *
 * @param avro schema of a value that is not NULL
 * @param kind what its value is
 */
record ColumnType(Schema avro, ColumnKind kind) {

  private static final Pattern NUMBERS = Pattern.compile("\\((\\d+)(?:,(\\d+))?\\)");
  private static final int UNSIGNED_BIGINT_DIGITS = 20;

  /** Empty for a type that is not known. */
  static Optional<ColumnType> of(ColumnFacts column) {
    ColumnKind text = column.json() ? ColumnKind.JSON : ColumnKind.TEXT;
    return Optional.ofNullable(
        switch (column.baseType()) {
          case "tinyint", "smallint", "mediumint", "year", "boolean", "bool" ->
              plain(Schema.Type.INT, ColumnKind.INTEGER);
          case "int", "integer" ->
              plain(column.unsigned() ? Schema.Type.LONG : Schema.Type.INT, ColumnKind.INTEGER);
          case "bigint" ->
              column.unsigned()
                  ? decimal(UNSIGNED_BIGINT_DIGITS, 0, ColumnKind.INTEGER)
                  : plain(Schema.Type.LONG, ColumnKind.INTEGER);
          case "decimal", "numeric", "dec", "fixed" ->
              decimal(number(column, 1, 10), number(column, 2, 0), ColumnKind.DECIMAL);
          case "float" -> plain(Schema.Type.FLOAT, ColumnKind.FLOAT);
          case "double", "real" -> plain(Schema.Type.DOUBLE, ColumnKind.FLOAT);
          case "bit" ->
              number(column, 1, 1) == 1
                  ? plain(Schema.Type.BOOLEAN, ColumnKind.BOOLEAN)
                  : plain(Schema.Type.BYTES, ColumnKind.BYTES);
          case "char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set" ->
              plain(Schema.Type.STRING, text);
          case "json" -> plain(Schema.Type.STRING, ColumnKind.JSON);
          case "uuid" ->
              new ColumnType(logical(Schema.Type.STRING, LogicalTypes.uuid()), ColumnKind.UUID);
          case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
              plain(Schema.Type.BYTES, ColumnKind.BYTES);
          case "geometry",
              "point",
              "linestring",
              "polygon",
              "multipoint",
              "multilinestring",
              "multipolygon",
              "geometrycollection" ->
              plain(Schema.Type.BYTES, ColumnKind.BYTES);
          case "date" ->
              new ColumnType(logical(Schema.Type.INT, LogicalTypes.date()), ColumnKind.DATE);
          case "time" ->
              new ColumnType(logical(Schema.Type.LONG, LogicalTypes.timeMicros()), ColumnKind.TIME);
          case "datetime" ->
              new ColumnType(
                  logical(Schema.Type.LONG, LogicalTypes.localTimestampMicros()),
                  ColumnKind.LOCAL_TIMESTAMP);
          case "timestamp" ->
              new ColumnType(
                  logical(Schema.Type.LONG, LogicalTypes.timestampMicros()), ColumnKind.INSTANT);
          default -> null;
        });
  }

  private static ColumnType plain(Schema.Type type, ColumnKind kind) {
    return new ColumnType(Schema.create(type), kind);
  }

  private static ColumnType decimal(int precision, int scale, ColumnKind kind) {
    return new ColumnType(logical(Schema.Type.BYTES, LogicalTypes.decimal(precision, scale)), kind);
  }

  private static Schema logical(Schema.Type type, org.apache.avro.LogicalType logicalType) {
    return logicalType.addToSchema(Schema.create(type));
  }

  private static int number(ColumnFacts column, int group, int otherwise) {
    Matcher matcher = NUMBERS.matcher(column.type());
    return matcher.find() && matcher.group(group) != null
        ? Integer.parseInt(matcher.group(group))
        : otherwise;
  }
}
