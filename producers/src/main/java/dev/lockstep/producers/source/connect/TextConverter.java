package dev.lockstep.producers.source.connect;

import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.nio.ByteBuffer;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Hands on texts as the bytes that are stored, with the name of their character set. The connector
 * by itself reads them by Java's charsets of nearly the same names, which have nearly the same
 * characters, and makes others of what these do not know.
 */
public final class TextConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {

  /** Whether JSON is text to the engine. */
  public static final String DOCUMENTS = "documents";

  private boolean documents = true;

  @Override
  public void configure(Properties properties) {
    documents = Boolean.parseBoolean(properties.getProperty(DOCUMENTS, "true"));
  }

  @Override
  public void converterFor(
      RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
    characterSet(column)
        .ifPresent(
            name ->
                registration.register(
                    SchemaBuilder.bytes().parameter(StoredText.CHARACTER_SET, name),
                    TextConverter::read));
  }

  /** Empty for what is no text; an empty name for a text whose character set is not known. */
  private Optional<String> characterSet(RelationalColumn column) {
    String type = String.valueOf(column.typeName()).toUpperCase(Locale.ROOT);
    if (type.equals("JSON")) {
      return documents ? Optional.of("utf8mb4") : Optional.empty();
    }
    if (type.startsWith("ENUM") || type.startsWith("SET")) {
      // Logged as numbers; their words are part of the definition.
      return Optional.empty();
    }
    return switch (column.jdbcType()) {
      case Types.CHAR, Types.VARCHAR, Types.NCHAR, Types.NVARCHAR ->
          Optional.of(column.charsetName() == null ? "" : column.charsetName());
      default -> Optional.empty();
    };
  }

  static @Nullable Object read(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case byte[] stored -> StoredText.ofStored(stored);
      case ByteBuffer stored -> StoredText.ofStored(bytes(stored));
      case Blob stored -> StoredText.ofStored(bytes(stored));
      // A default, which nobody reads, or a row of a table that was made while a snapshot began.
      default -> StoredText.ofRead(value.toString());
    };
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static byte[] bytes(Blob blob) {
    try {
      return blob.getBytes(1, Math.toIntExact(blob.length()));
    } catch (SQLException e) {
      throw new IllegalStateException("A text that was read cannot be got at", e);
    }
  }
}
