package dev.lockstep.producers.source.connect;

import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Reads MariaDB's UUID columns. The log cuts trailing zero bytes off a value of fixed length; the
 * connector by itself fills the gap in front and so turns one UUID in 256 into another one.
 */
public final class UuidConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {

  private static final int BYTES = 16;

  @Override
  public void configure(Properties properties) {}

  @Override
  public void converterFor(
      RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
    if (column.typeName() != null && column.typeName().toLowerCase(Locale.ROOT).equals("uuid")) {
      registration.register(SchemaBuilder.string(), UuidConverter::read);
    }
  }

  static @Nullable Object read(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case byte[] bytes -> fromBytes(bytes);
      case ByteBuffer buffer -> {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        yield fromBytes(bytes);
      }
      default -> value.toString();
    };
  }

  private static String fromBytes(byte[] trimmed) {
    if (trimmed.length > BYTES) {
      return new String(trimmed, java.nio.charset.StandardCharsets.US_ASCII);
    }
    ByteBuffer whole = ByteBuffer.wrap(Arrays.copyOf(trimmed, BYTES));
    return new UUID(whole.getLong(), whole.getLong()).toString();
  }
}
