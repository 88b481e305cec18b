package dev.lockstep.producers.source.connect;

import dev.lockstep.engine.table.ValueType;
import dev.lockstep.engine.table.ValueType.Form;
import dev.lockstep.producers.source.event.ValueReader;
import dev.lockstep.schema.topic.TableName;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Reads values as connectors hand them over. */
final class ConnectValues {

  private ConnectValues() {}

  /** How to read a column; empty when connector and database disagree about what it is. */
  static Optional<ValueReader> reader(
      TableName table, String column, Schema connect, ValueType type) {
    return type.form() == Form.TEXT && StoredText.is(connect)
        ? Optional.of(StoredText.reader(table, column, connect))
        : Optional.ofNullable(reader(connect, type.form()));
  }

  /** Whether a column may arrive so. */
  static boolean fits(Schema connect, ValueType type) {
    return StoredText.is(connect) ? type.form() == Form.TEXT : reader(connect, type.form()) != null;
  }

  private static @Nullable ValueReader reader(Schema connect, Form form) {
    return switch (form) {
      case INT -> integer(connect);
      case LONG -> whole(connect);
      case FLOAT -> connect.type().isPrimitive() ? v -> ((Number) v).floatValue() : null;
      case DOUBLE -> connect.type().isPrimitive() ? v -> ((Number) v).doubleValue() : null;
      case BOOLEAN -> connect.type() == Schema.Type.BOOLEAN ? v -> v : null;
      case TEXT -> connect.type() == Schema.Type.STRING ? v -> v : null;
      case BYTES -> bytes(connect);
      case DECIMAL -> decimal(connect);
    };
  }

  private static @Nullable ValueReader integer(Schema connect) {
    return switch (connect.type()) {
      case INT8, INT16, INT32 -> v -> ((Number) v).intValue();
      default -> null;
    };
  }

  private static @Nullable ValueReader whole(Schema connect) {
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

  private static @Nullable ValueReader decimal(Schema connect) {
    return switch (connect.type()) {
      case BYTES -> v -> (BigDecimal) v;
      case INT8, INT16, INT32, INT64 -> v -> BigDecimal.valueOf(((Number) v).longValue());
      default -> null;
    };
  }

  private static @Nullable ValueReader bytes(Schema connect) {
    if (connect.type() == Schema.Type.STRUCT) {
      return v -> geometry((Struct) v);
    }
    return connect.type() == Schema.Type.BYTES ? ConnectValues::buffer : null;
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
