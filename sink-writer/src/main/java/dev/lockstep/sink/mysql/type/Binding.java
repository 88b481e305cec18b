package dev.lockstep.sink.mysql.type;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;

/**
 * Puts a column's Avro value into a statement so that exactly that value arrives.
 *
 * <p>Temporal values go as text in the server's own notation, so that no driver's or JVM's idea of
 * a time zone touches them. FLOATs go widened to double, whose text the server reads back exactly.
 */
@FunctionalInterface
public interface Binding {

  void bind(PreparedStatement statement, int index, Object value) throws SQLException;

  /** The binding of a column; chosen once, used for every row. */
  static Binding of(Schema.Field field) {
    Schema schema = Avros.nonNull(field.schema());
    String logical = schema.getLogicalType() == null ? "" : schema.getLogicalType().getName();
    return switch (schema.getType()) {
      case INT -> logical.equals("date") ? Binding::date : Binding::integer;
      case LONG -> ofLong(logical);
      case FLOAT, DOUBLE -> (s, i, v) -> s.setDouble(i, ((Number) v).doubleValue());
      case BOOLEAN -> (s, i, v) -> s.setInt(i, ((Boolean) v) ? 1 : 0);
      case STRING, ENUM -> (s, i, v) -> s.setString(i, v.toString());
      case BYTES, FIXED -> ofBytes(field, schema);
      default ->
          throw new IllegalArgumentException(
              "column '" + field.name() + "' has Avro type " + schema.getType());
    };
  }

  private static Binding ofLong(String logical) {
    return switch (logical) {
      case "time-micros" -> (s, i, v) -> s.setString(i, Temporal.time((Long) v));
      case "local-timestamp-micros", "timestamp-micros" ->
          (s, i, v) -> s.setString(i, Temporal.dateTime((Long) v));
      case "local-timestamp-millis", "timestamp-millis" ->
          (s, i, v) -> s.setString(i, Temporal.dateTime(Math.multiplyExact((Long) v, 1000L)));
      default -> Binding::integer;
    };
  }

  private static Binding ofBytes(Schema.Field field, Schema schema) {
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      int scale = decimal.getScale();
      return (s, i, v) -> s.setBigDecimal(i, new BigDecimal(new BigInteger(bytesOf(v)), scale));
    }
    return (s, i, v) -> s.setBytes(i, bytesOf(v));
  }

  private static void integer(PreparedStatement statement, int index, Object value)
      throws SQLException {
    statement.setLong(index, ((Number) value).longValue());
  }

  private static void date(PreparedStatement statement, int index, Object value)
      throws SQLException {
    statement.setString(index, Temporal.date((Integer) value));
  }

  private static byte[] bytesOf(Object value) {
    if (value instanceof GenericFixed fixed) {
      return fixed.bytes();
    }
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
