package dev.lockstep.producers.source.mysql;

import dev.lockstep.producers.source.connect.StoredText;
import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Hands on documents as texts. The log has them in a form of their own, a table read beside it as
 * text.
 */
public final class JsonConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {

  /** The first byte of a document in the log's form is its type; a text begins with no such. */
  private static final int FIRST_OF_TEXT = 0x20;

  @Override
  public void configure(Properties properties) {}

  @Override
  public void converterFor(
      RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
    if ("JSON".equalsIgnoreCase(column.typeName())) {
      registration.register(
          SchemaBuilder.bytes().parameter(StoredText.CHARACTER_SET, "utf8mb4"),
          JsonConverter::read);
    }
  }

  static @Nullable Object read(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case byte[] stored when isText(stored) -> StoredText.ofStored(stored);
      case byte[] stored -> StoredText.ofStored(text(stored).getBytes(StandardCharsets.UTF_8));
      // A default, which nobody reads.
      default -> StoredText.ofRead(value.toString());
    };
  }

  private static boolean isText(byte[] stored) {
    return stored.length > 0 && (stored[0] & 0xff) >= FIRST_OF_TEXT;
  }

  private static String text(byte[] document) {
    if (document.length == 0) {
      // What a column that may not be NULL has where nothing was said.
      return "null";
    }
    try {
      return JsonText.of(document);
    } catch (IOException e) {
      throw new UncheckedIOException("A JSON document of the log cannot be read", e);
    }
  }
}
