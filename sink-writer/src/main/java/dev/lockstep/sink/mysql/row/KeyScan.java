package dev.lockstep.sink.mysql.row;

import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.schema.row.KeyShape;
import dev.lockstep.sink.mysql.dialect.Dialect;
import dev.lockstep.sink.mysql.type.Avros;
import dev.lockstep.sink.mysql.type.Temporal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys that a target table holds of one partition, in bounded pieces.
 *
 * <p>Rows stream over a connection of their own, a consistent read that blocks nobody, since paging
 * by key would depend on the order of the target's collations (invariant 10).
 */
public final class KeyScan {

  static final int PIECE = 1000;

  /** Takes one piece of keys. */
  @FunctionalInterface
  public interface Sink {
    void accept(List<GenericRecord> keys) throws SQLException;
  }

  private final Schema keySchema;
  private final KeyShape shape;
  private final int partitions;

  public KeyScan(Schema keySchema, int partitions) {
    this.keySchema = keySchema;
    this.shape = KeyShape.of(keySchema);
    this.partitions = partitions;
  }

  public void scan(
      Connection reader, Dialect dialect, PreparedTable table, int partition, Sink sink)
      throws SQLException {
    List<GenericRecord> piece = new ArrayList<>();
    try (Statement statement = reader.createStatement()) {
      statement.setFetchSize(dialect.fetchSize(PIECE));
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT " + String.join(",", columns()) + " FROM " + table.sqlName())) {
        while (rows.next()) {
          GenericRecord key = read(rows);
          if (partitionOf(key) == partition) {
            piece.add(key);
          }
          if (piece.size() == PIECE) {
            sink.accept(piece);
            piece = new ArrayList<>();
          }
        }
      }
    }
    if (!piece.isEmpty()) {
      sink.accept(piece);
    }
  }

  /** The key's columns, quoted, in the order in which {@link #read} wants them. */
  List<String> columns() {
    return Avros.columnNames(keySchema).stream().map(SqlText::name).toList();
  }

  int partitionOf(GenericRecord key) {
    return shape.partition(key, partitions);
  }

  public ByteBuffer folded(GenericRecord key) {
    return ByteBuffer.wrap(shape.folded(key));
  }

  ByteBuffer exact(GenericRecord key) {
    return ByteBuffer.wrap(shape.bytes(key));
  }

  /** The key at which a result stands. */
  GenericRecord read(ResultSet rows) throws SQLException {
    GenericRecord key = new GenericData.Record(keySchema);
    for (Schema.Field field : keySchema.getFields()) {
      key.put(field.pos(), value(rows, field.pos() + 1, Avros.nonNull(field.schema())));
    }
    return key;
  }

  /** The other way round than {@link Binding}, for what may stand in a key. */
  private static @Nullable Object value(ResultSet rows, int column, Schema schema)
      throws SQLException {
    String logical = schema.getLogicalType() == null ? "" : schema.getLogicalType().getName();
    return switch (schema.getType()) {
      case INT ->
          logical.equals("date")
              ? (Object) Math.toIntExact(Temporal.dateOf(rows.getString(column)))
              : (Object) rows.getInt(column);
      case LONG ->
          switch (logical) {
            case "time-micros" -> Temporal.timeOf(rows.getString(column));
            case "local-timestamp-micros", "timestamp-micros" ->
                Temporal.dateTimeOf(rows.getString(column));
            case "local-timestamp-millis", "timestamp-millis" ->
                Temporal.dateTimeOf(rows.getString(column)) / 1000;
            default -> rows.getLong(column);
          };
      case FLOAT -> rows.getFloat(column);
      case DOUBLE -> rows.getDouble(column);
      case BOOLEAN -> rows.getBoolean(column);
      case BYTES ->
          schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
              ? decimal(rows.getBigDecimal(column), decimal.getScale())
              : ByteBuffer.wrap(rows.getBytes(column));
      default -> rows.getString(column);
    };
  }

  private static ByteBuffer decimal(BigDecimal value, int scale) {
    return ByteBuffer.wrap(
        value.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue().toByteArray());
  }
}
