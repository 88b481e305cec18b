package dev.lockstep.producers.convert;

import dev.lockstep.engine.table.ValueType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** What values are in Avro. */
final class AvroType {

  private AvroType() {}

  /** Schema of a value that is not NULL. */
  static Schema of(ValueType type) {
    return switch (type.kind()) {
      case DATE -> logical(Schema.Type.INT, LogicalTypes.date());
      case TIME -> logical(Schema.Type.LONG, LogicalTypes.timeMicros());
      case LOCAL_TIMESTAMP -> logical(Schema.Type.LONG, LogicalTypes.localTimestampMicros());
      case INSTANT -> logical(Schema.Type.LONG, LogicalTypes.timestampMicros());
      case UUID -> logical(Schema.Type.STRING, LogicalTypes.uuid());
      default -> plain(type);
    };
  }

  private static Schema plain(ValueType type) {
    return switch (type.form()) {
      case INT -> Schema.create(Schema.Type.INT);
      case LONG -> Schema.create(Schema.Type.LONG);
      case FLOAT -> Schema.create(Schema.Type.FLOAT);
      case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
      case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
      case TEXT -> Schema.create(Schema.Type.STRING);
      case BYTES -> Schema.create(Schema.Type.BYTES);
      case DECIMAL ->
          logical(Schema.Type.BYTES, LogicalTypes.decimal(type.precision(), type.scale()));
    };
  }

  private static Schema logical(Schema.Type type, LogicalType logicalType) {
    return logicalType.addToSchema(Schema.create(type));
  }

  /** A decimal as Avro has it. Throws an {@link ArithmeticException} rather than round. */
  static ByteBuffer decimal(BigDecimal value, int scale) {
    BigDecimal exact =
        value.scale() == scale ? value : value.setScale(scale, RoundingMode.UNNECESSARY);
    return ByteBuffer.wrap(exact.unscaledValue().toByteArray());
  }
}
