package dev.lockstep.producers.source.binlog;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import java.lang.reflect.Field;
import java.util.function.Supplier;

/**
 * Fields of the log client that it does not mean for us. Without them nothing is captured, since
 * changes could go by unseen.
 */
final class LogClients {

  static final String DESERIALIZER = "eventDeserializer";
  static final String TABLES = "tableMapEventDataDeserializer";

  private LogClients() {}

  /** What a client reads events with, to be asked once it is connected: only then is it final. */
  static Supplier<EventDeserializer> deserializerOf(BinaryLogClient client) {
    try {
      Field field = BinaryLogClient.class.getDeclaredField(DESERIALIZER);
      field.setAccessible(true);
      return () -> {
        try {
          return (EventDeserializer) field.get(client);
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(e);
        }
      };
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw hidden("events", e);
    }
  }

  /**
   * Lets a client read table definitions by this and nothing else: what is set by the client's own
   * setter is used beside its own reader, which fails.
   */
  static void readTablesBy(
      EventDeserializer deserializer, EventDataDeserializer<TableMapEventData> tables) {
    deserializer.setEventDataDeserializer(EventType.TABLE_MAP, tables);
    try {
      Field field = EventDeserializer.class.getDeclaredField(TABLES);
      field.setAccessible(true);
      field.set(deserializer, tables);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw hidden("tables", e);
    }
  }

  private static LockstepException hidden(String what, Exception cause) {
    return new LockstepException(
        Category.BUG,
        "The log client does not show what it reads " + what + " by.",
        "Report this.",
        cause);
  }
}
