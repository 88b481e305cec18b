package dev.lockstep.producers.convert;

import dev.lockstep.schema.topic.TableName;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Turns a connector's value that is not null into what the column's Avro type takes. */
@FunctionalInterface
interface ColumnReader {

  Object read(Object value);

  /** How to read a column; empty when connector and database disagree about what it is. */
  static Optional<ColumnReader> of(
      TableName table, String column, Schema connect, ColumnType type) {
    boolean text = type.avro().getType() == org.apache.avro.Schema.Type.STRING;
    return text && StoredText.is(connect)
        ? Optional.of(StoredText.reader(table, column, connect))
        : Optional.ofNullable(reader(connect, type));
  }

  /** Whether a column may arrive so. */
  static boolean fits(Schema connect, ColumnType type) {
    boolean text = type.avro().getType() == org.apache.avro.Schema.Type.STRING;
    return StoredText.is(connect) ? text : reader(connect, type) != null;
  }

  private static @Nullable ColumnReader reader(Schema connect, ColumnType type) {
    return switch (type.avro().getType()) {
      case INT -> integer(connect);
      case LONG -> whole(connect, type);
      case FLOAT -> connect.type().isPrimitive() ? v -> ((Number) v).floatValue() : null;
      case DOUBLE -> connect.type().isPrimitive() ? v -> ((Number) v).doubleValue() : null;
      case BOOLEAN -> connect.type() == Schema.Type.BOOLEAN ? v -> v : null;
      case STRING -> connect.type() == Schema.Type.STRING ? v -> v : null;
      case BYTES -> bytes(connect, type);
      default -> null;
    };
  }

  private static @Nullable ColumnReader integer(Schema connect) {
    return switch (connect.type()) {
      case INT8, INT16, INT32 -> v -> ((Number) v).intValue();
      default -> null;
    };
  }

  private static @Nullable ColumnReader whole(Schema connect, ColumnType type) {
    if (connect.type() == Schema.Type.STRING) {
      return v -> ZonedText.epochMicros((String) v);
    }
    if ("io.debezium.time.Timestamp".equals(connect.name())) {
      return v -> Math.multiplyExact((Long) v, 1000L);
    }
    return switch (connect.type()) {
      case INT8, INT16, INT32, INT64 -> v -> ((Number) v).longValue();
      default -> null;
    };
  }

  private static @Nullable ColumnReader bytes(Schema connect, ColumnType type) {
    if (type.avro().getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      int scale = decimal.getScale();
      return switch (connect.type()) {
        case BYTES -> v -> decimal((BigDecimal) v, scale);
        case INT8, INT16, INT32, INT64 ->
            v -> decimal(BigDecimal.valueOf(((Number) v).longValue()), scale);
        default -> null;
      };
    }
    if (connect.type() == Schema.Type.STRUCT) {
      return v -> geometry((Struct) v);
    }
    return connect.type() == Schema.Type.BYTES ? ColumnReader::buffer : null;
  }

  private static ByteBuffer decimal(BigDecimal value, int scale) {
    BigDecimal exact =
        value.scale() == scale ? value : value.setScale(scale, RoundingMode.UNNECESSARY);
    return ByteBuffer.wrap(exact.unscaledValue().toByteArray());
  }

  private static Object buffer(Object value) {
    return value instanceof ByteBuffer bytes ? bytes : ByteBuffer.wrap((byte[]) value);
  }

  /** As the server stores it: reference system, then well-known binary. */
  private static ByteBuffer geometry(Struct value) {
    byte[] wkb = value.getBytes("wkb");
    Integer srid = value.getInt32("srid");
    ByteBuffer out = ByteBuffer.allocate(4 + wkb.length).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(srid == null ? 0 : srid).put(wkb).flip();
    return out.order(ByteOrder.BIG_ENDIAN);
  }

  /** Names table, column and both types in an error. */
  static String mismatch(TableName table, String column, String type, Schema connect) {
    return "Column %s.%s of type %s arrives from the log as %s, which is not understood."
        .formatted(table, column, type, connect.name() == null ? connect.type() : connect.name());
  }
}
