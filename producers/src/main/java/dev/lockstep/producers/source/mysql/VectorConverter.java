package dev.lockstep.producers.source.mysql;

import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.nio.ByteBuffer;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/** Hands on vectors as the bytes that are stored; the connector makes numbers of them. */
public final class VectorConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {

  @Override
  public void configure(Properties properties) {}

  @Override
  public void converterFor(
      RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
    if ("VECTOR".equalsIgnoreCase(column.typeName())) {
      registration.register(SchemaBuilder.bytes(), VectorConverter::read);
    }
  }

  static @Nullable Object read(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case byte[] stored -> ByteBuffer.wrap(stored);
      // A default, which nobody reads.
      case String text -> ByteBuffer.allocate(0);
      default -> throw new IllegalArgumentException("a vector came as " + value.getClass());
    };
  }
}
