package dev.lockstep.producers.source.connect;

import dev.lockstep.engine.table.ColumnFacts;
import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.producers.source.event.UnreadableValueException;
import dev.lockstep.producers.source.event.ValueReader;
import dev.lockstep.producers.text.CharacterSet;
import dev.lockstep.producers.text.UnreadableTextException;
import dev.lockstep.schema.topic.TableName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * A text on its way through the connector: the bytes that are stored, behind a byte that says so,
 * and with the schema the name of their character set. Only here it becomes a text.
 */
public final class StoredText {

  /** Parameter of a schema: the database's name of the character set; empty when not known. */
  public static final String CHARACTER_SET = "lockstep.character-set";

  private static final byte STORED = 0;
  private static final byte READ = 1;

  private StoredText() {}

  /** Of the bytes that are stored. */
  public static ByteBuffer ofStored(byte[] bytes) {
    return tagged(STORED, bytes);
  }

  /** Of a text that somebody else made of what is stored, perhaps not exactly. */
  public static ByteBuffer ofRead(String text) {
    return tagged(READ, text.getBytes(StandardCharsets.UTF_8));
  }

  private static ByteBuffer tagged(byte tag, byte[] bytes) {
    byte[] tagged = new byte[bytes.length + 1];
    tagged[0] = tag;
    System.arraycopy(bytes, 0, tagged, 1, bytes.length);
    return ByteBuffer.wrap(tagged);
  }

  static boolean is(Schema connect) {
    return connect.type() == Schema.Type.BYTES && name(connect).isPresent();
  }

  /** The name of a column's character set as the log's reader has it. */
  private static Optional<String> name(Schema connect) {
    Map<String, String> parameters = connect.parameters();
    return parameters == null
        ? Optional.empty()
        : Optional.ofNullable(parameters.get(CHARACTER_SET));
  }

  static ValueReader reader(TableName table, String column, Schema connect) {
    String name = name(connect).orElseThrow();
    CharacterSet characters = CharacterSet.of(name).orElseThrow(() -> unknown(table, column, name));
    return value -> text(column, (ByteBuffer) value, characters);
  }

  /** A value of a table whose texts anybody reads alike, since they are ASCII. */
  static @Nullable Object plain(Struct row, String column) {
    Object value = row.get(column);
    return value instanceof ByteBuffer text
        ? new String(text.array(), 1, text.array().length - 1, StandardCharsets.US_ASCII)
        : value;
  }

  private static String text(String column, ByteBuffer value, CharacterSet characters) {
    byte[] bytes = value.array();
    if (bytes[0] == READ) {
      // No text at all rather than one that may be another: what follows is read again.
      throw new ReadOtherwiseException(column);
    }
    try {
      return characters.decode(Arrays.copyOfRange(bytes, 1, bytes.length));
    } catch (UnreadableTextException e) {
      throw new UnreadableValueException("column %s: %s".formatted(column, e.getMessage()), e);
    }
  }

  static LockstepException unknown(TableName table, String column, String characterSet) {
    return new LockstepException(
        Category.DATA,
        "Column %s.%s has character set %s, which Lockstep does not know."
            .formatted(table, column, characterSet.isEmpty() ? "(none)" : characterSet),
        "Exclude table %1$s, or ALTER TABLE %1$s CONVERT TO CHARACTER SET utf8mb4."
            .formatted(table));
  }

  /**
   * Whether the database says otherwise about the character set of a column than the log's reader:
   * a change has yet to be read, or a definition was misunderstood.
   *
   * @return what differs, for people
   */
  public static Optional<String> otherwise(TableFacts now, Schema row) {
    for (Field field : row.fields()) {
      Optional<String> log = name(field.schema());
      Optional<String> database =
          now.columns().stream()
              .filter(column -> column.name().equalsIgnoreCase(field.name()))
              .findFirst()
              .flatMap(ColumnFacts::collation)
              .map(CharacterSet::nameOf);
      if (log.isPresent()
          && database.isPresent()
          && !CharacterSet.isSame(log.get(), database.get())) {
        return Optional.of(
            "Column %s.%s has character set %s in the database and %s where the log is read"
                .formatted(
                    now.name(),
                    field.name(),
                    database.get(),
                    log.get().isEmpty() ? "none" : log.get().toLowerCase(Locale.ROOT)));
      }
    }
    return Optional.empty();
  }

  /** A value that was not read as it is stored: its table was made while a snapshot began. */
  public static final class ReadOtherwiseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReadOtherwiseException(String column) {
      super("Column %s was read before it was known how to".formatted(column));
    }
  }
}
