package dev.lockstep.sink.mysql.definition;

import dev.lockstep.engine.mysql.sql.ColumnType;
import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.schema.change.Filling;
import dev.lockstep.schema.row.ColumnKind;
import dev.lockstep.schema.row.RowShape;
import dev.lockstep.schema.topic.TableName;
import dev.lockstep.sink.mysql.dialect.Dialect;
import dev.lockstep.sink.mysql.type.Avros;
import dev.lockstep.sink.mysql.type.Collations;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Definitions of tables and columns that the target lacks, from the schemas of the records.
 *
 * <p>Columns, their order, nullability, collations and the primary key are those of the source.
 * What a topic does not tell stays away: defaults (but that of a column that is added to rows),
 * AUTO_INCREMENT, other indexes and foreign keys.
 */
public final class TableDdl {

  private static final int KEY_TEXT_LENGTH = 191;

  private final Catalog catalog;
  private final Dialect dialect;

  public TableDdl(Catalog catalog, Dialect dialect) {
    this.catalog = catalog;
    this.dialect = dialect;
  }

  /** A column that no definition can be made for. */
  public static final class UnknownTypeException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownTypeException(String column, String type) {
      super("column '" + column + "' has type '" + type + "', which is not known here");
    }
  }

  public String create(TableName table, List<Schema.Field> key, Schema row)
      throws SQLException, UnknownTypeException {
    Set<String> keyNames = key.stream().map(Schema.Field::name).collect(Collectors.toSet());
    List<String> parts = new ArrayList<>();
    for (Schema.Field field : row.getFields()) {
      parts.add(column(field, keyNames.contains(field.name())));
    }
    parts.add(
        key.stream()
            .map(field -> SqlText.name(RowShape.columnName(field)))
            .collect(Collectors.joining(", ", "PRIMARY KEY (", ")")));
    return "CREATE TABLE IF NOT EXISTS %s (%s) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4"
        .formatted(SqlText.name(table), String.join(", ", parts));
  }

  /**
   * Columns are added with the value that the rows have at the source, if it is known, and
   * otherwise with NULL allowed, whatever the source says: rows that are there have no value yet,
   * and none may be made up, and rows of the older definition may still come.
   */
  public String addColumns(TableName table, List<Schema.Field> missing)
      throws SQLException, UnknownTypeException {
    List<String> parts = new ArrayList<>();
    for (Schema.Field field : missing) {
      parts.add(dialect.addColumn() + added(field));
    }
    return "ALTER TABLE %s %s".formatted(SqlText.name(table), String.join(", ", parts));
  }

  /** As at the source where the value of all rows is known. */
  private String added(Schema.Field field) throws SQLException, UnknownTypeException {
    return Filling.hasValue(field)
        ? column(field, false)
            + " DEFAULT "
            + dialect.asDefault(dialect.type(type(field, false)), literal(field))
        : definition(field, false) + " NULL";
  }

  /** The value of a column that was added to the rows that were there. */
  static String literal(Schema.Field field) {
    Object value = Filling.value(field);
    Schema schema = Avros.nonNull(field.schema());
    return switch (value) {
      case Number number -> number.toString();
      case ByteBuffer unscaled
          when schema.getLogicalType() instanceof LogicalTypes.Decimal decimal -> {
        byte[] bytes = new byte[unscaled.remaining()];
        unscaled.get(unscaled.position(), bytes);
        yield new BigDecimal(new BigInteger(bytes), decimal.getScale()).toPlainString();
      }
      case CharSequence text -> SqlText.text(text.toString());
      default ->
          throw new IllegalArgumentException(
              "Column %s is added with a value of %s".formatted(field.name(), schema));
    };
  }

  /** The statement that gives columns the source's definition, and drops others. */
  String follow(TableName table, List<Schema.Field> modified, List<String> gone)
      throws SQLException, UnknownTypeException {
    List<String> parts = new ArrayList<>();
    for (Schema.Field field : modified) {
      parts.add("MODIFY COLUMN " + column(field, false));
    }
    gone.forEach(name -> parts.add("DROP COLUMN " + SqlText.name(name)));
    return "ALTER TABLE %s %s".formatted(SqlText.name(table), String.join(", ", parts));
  }

  private String definition(Schema.Field field, boolean inKey)
      throws SQLException, UnknownTypeException {
    ColumnType wanted = type(field, inKey);
    ColumnType type = dialect.type(wanted);
    String collation = "";
    if (wanted.isText()) {
      collation = collation(field);
    } else if (type.isText()) {
      // Digits and signs of a type of its own, which are the same however they are written.
      collation = " CHARACTER SET ascii COLLATE ascii_bin";
    }
    return SqlText.name(RowShape.columnName(field)) + ' ' + type.sql() + collation;
  }

  private static ColumnType type(Schema.Field field, boolean inKey) throws UnknownTypeException {
    String text = field.getProp("lockstep.type");
    return text == null ? ofKind(field, inKey) : ofText(field, text);
  }

  private String column(Schema.Field field, boolean inKey)
      throws SQLException, UnknownTypeException {
    ColumnType type = type(field, inKey);
    StringBuilder sql = new StringBuilder(definition(field, inKey));
    if (inKey || !field.schema().isNullable()) {
      sql.append(" NOT NULL");
      if (type.isTimestamp()) {
        // Keeps servers without explicit_defaults_for_timestamp from adding ON UPDATE.
        sql.append(" DEFAULT CURRENT_TIMESTAMP").append(precision(type));
      }
    } else {
      sql.append(" NULL");
    }
    return sql.toString();
  }

  private static ColumnType ofText(Schema.Field field, String text) throws UnknownTypeException {
    ColumnType type =
        ColumnType.parse(text)
            .orElseThrow(() -> new UnknownTypeException(RowShape.columnName(field), text));
    // MariaDB's JSON is LONGTEXT with a check, and is listed as such.
    boolean json = ColumnKind.JSON.label().equals(field.getProp("lockstep.kind"));
    return json && type.base().equals("longtext") ? ColumnType.of("json") : type;
  }

  private static String precision(ColumnType type) {
    return type.numbers().isEmpty() ? "" : "(" + type.numbers().getFirst() + ")";
  }

  private String collation(Schema.Field field) throws SQLException {
    String collation = field.getProp("lockstep.collation");
    if (collation != null) {
      for (String candidate : Collations.candidates(collation)) {
        Optional<String> charset = catalog.charsetOf(candidate);
        if (charset.isPresent()) {
          return " CHARACTER SET " + charset.get() + " COLLATE " + candidate;
        }
      }
    }
    return " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
  }

  /** For sources whose types are neither MySQL's nor MariaDB's. */
  private static ColumnType ofKind(Schema.Field field, boolean inKey) throws UnknownTypeException {
    Schema schema = Avros.nonNull(field.schema());
    String label = field.getProp("lockstep.kind");
    ColumnKind kind =
        Optional.ofNullable(label)
            .flatMap(ColumnKind::of)
            .orElseThrow(
                () ->
                    new UnknownTypeException(
                        RowShape.columnName(field), schema.getType().getName()));
    LogicalType logical = schema.getLogicalType();
    return switch (kind) {
      case INTEGER -> ColumnType.of("bigint");
      case DECIMAL ->
          logical instanceof LogicalTypes.Decimal decimal
              ? ColumnType.of("decimal", Math.min(decimal.getPrecision(), 65), decimal.getScale())
              : ColumnType.of("decimal", 65, 30);
      case FLOAT -> ColumnType.of("double");
      case BOOLEAN -> ColumnType.of("boolean");
      case TEXT -> inKey ? ColumnType.of("varchar", KEY_TEXT_LENGTH) : ColumnType.of("longtext");
      case BYTES -> inKey ? ColumnType.of("varbinary", KEY_TEXT_LENGTH) : ColumnType.of("longblob");
      case DATE -> ColumnType.of("date");
      case TIME -> ColumnType.of("time", 6);
      case LOCAL_TIMESTAMP, INSTANT -> ColumnType.of("datetime", 6);
      case UUID -> ColumnType.of("uuid");
      case JSON, LIST, MAP, SET -> ColumnType.of("json");
    };
  }
}
