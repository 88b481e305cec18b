package dev.lockstep.producers.source.binlog;

import com.github.shyiko.mysql.binlog.event.QueryEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import dev.lockstep.producers.text.CharacterSet;
import dev.lockstep.producers.text.UnreadableTextException;
import io.debezium.connector.binlog.charset.BinlogCharsetRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads statements in the character set that their client spoke, which they are logged in. The log
 * client takes them all for UTF-8, and so has other names of columns and other words of an ENUM
 * than the database.
 */
public final class LoggedQueries implements EventDataDeserializer<QueryEventData> {

  /** Of the session's state that is logged with a statement, as far as it comes before that. */
  private static final int FLAGS = 0;

  private static final int MODE = 1;
  private static final int INCREMENT = 3;
  private static final int CHARACTER_SETS = 4;
  private static final int CATALOG = 6;
  private static final int DEFAULT_COLLATIONS = 131;

  /** From here on all are collations of Unicode. */
  private static final int FIRST_UCA = 2048;

  private final BinlogCharsetRegistry collations;

  /**
   * @param collations of the engine, by their numbers
   */
  public LoggedQueries(BinlogCharsetRegistry collations) {
    this.collations = collations;
  }

  @Override
  public QueryEventData deserialize(ByteArrayInputStream in) throws IOException {
    QueryEventData query = new QueryEventData();
    query.setThreadId(in.readLong(4));
    query.setExecutionTime(in.readLong(4));
    in.skip(1);
    query.setErrorCode(in.readInteger(2));
    byte[] state = in.read(in.readInteger(2));
    query.setDatabase(in.readZeroTerminatedString());
    query.setSql(text(in.read(in.available()), clientCollation(state)));
    return query;
  }

  /** The number of a collation of the client's character set; empty when it is not told. */
  static OptionalInt clientCollation(byte[] state) {
    int at = 0;
    while (at < state.length) {
      int kind = state[at++] & 0xff;
      switch (kind) {
        case FLAGS, INCREMENT -> at += 4;
        case MODE -> at += 8;
        case DEFAULT_COLLATIONS -> at += 1 + 4 * (state[at] & 0xff);
        case CATALOG -> at += 1 + (state[at] & 0xff);
        case CHARACTER_SETS -> {
          return OptionalInt.of(state[at] & 0xff | (state[at + 1] & 0xff) << 8);
        }
        default -> {
          return OptionalInt.empty();
        }
      }
    }
    return OptionalInt.empty();
  }

  private String text(byte[] sql, OptionalInt collation) {
    Optional<CharacterSet> characters =
        collation.isEmpty() || collation.getAsInt() >= FIRST_UCA
            ? Optional.empty()
            : Optional.ofNullable(collations.getCharsetNameForCollationIndex(collation.getAsInt()))
                .flatMap(CharacterSet::of);
    if (characters.isPresent()) {
      try {
        return characters.get().decode(sql);
      } catch (UnreadableTextException e) {
        // Somewhere in it, perhaps in a value: what it defines is compared with the database yet.
        return new String(sql, StandardCharsets.UTF_8);
      }
    }
    return new String(sql, StandardCharsets.UTF_8);
  }
}
