package dev.lockstep.producers.source.connect;

import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Locale;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Reads BIT columns of more than one bit, most significant byte first. The connector by itself
 * turns the bytes that a snapshot read around in their place, and does so again where the column is
 * in the primary key as well: every value was another one.
 */
public final class BitConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {

  @Override
  public void configure(Properties properties) {}

  @Override
  public void converterFor(
      RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
    int bits = column.length().orElse(1);
    if (bits > 1
        && column.typeName() != null
        && column.typeName().toUpperCase(Locale.ROOT).equals("BIT")) {
      int bytes = (bits + 7) / 8;
      registration.register(SchemaBuilder.bytes(), value -> read(value, bytes));
    }
  }

  static @Nullable Object read(@Nullable Object value, int bytes) {
    return switch (value) {
      case null -> null;
      case byte[] bigEndian -> ByteBuffer.wrap(bigEndian.clone());
      case BitSet bits -> fromBits(bits, bytes);
      // A default, which nobody reads, is text.
      default -> ByteBuffer.allocate(bytes);
    };
  }

  private static ByteBuffer fromBits(BitSet bits, int bytes) {
    byte[] bigEndian = new byte[bytes];
    bits.stream().forEach(bit -> bigEndian[bytes - 1 - bit / 8] |= (byte) (1 << bit % 8));
    return ByteBuffer.wrap(bigEndian);
  }
}
