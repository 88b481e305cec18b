package dev.lockstep.producers.source.connect;

import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Reads columns that were defined as REAL. The server's mode decides whether that is a DOUBLE, as
 * it usually is, or a FLOAT; the connector by itself cuts every value to a FLOAT.
 */
public final class RealConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {

  @Override
  public void configure(Properties properties) {}

  @Override
  public void converterFor(
      RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
    if (column.typeName() != null
        && column.typeName().toUpperCase(java.util.Locale.ROOT).startsWith("REAL")) {
      registration.register(SchemaBuilder.float64(), RealConverter::read);
    }
  }

  static @Nullable Object read(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Number number -> number.doubleValue();
      default -> Double.valueOf(value.toString());
    };
  }
}
