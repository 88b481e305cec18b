package dev.lockstep.producers.source.binlog;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.QueryEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializer;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one engine has of its own in the events of its log. Used by the log's thread alone. */
public interface BinlogDialect {

  /** Whether transactions go by ids, and not by their places. */
  boolean hasIds();

  /** Whether an event begins a transaction. */
  boolean begins(Event event);

  /** The transaction that an event begins; null when it begins none. */
  @Nullable Begun begun(Event event);

  /**
   * A transaction that begins.
   *
   * @param committed when it committed
   */
  record Begun(String id, Instant committed) {}

  /** Reads which tables rows are of. */
  EventDataDeserializer<TableMapEventData> tables();

  /** Reads statements. */
  EventDataDeserializer<QueryEventData> statements();

  /**
   * A row's values as they were before the engine packed them.
   *
   * @param included columns of the table that the row holds values of
   */
  Serializable[] unpacked(long table, BitSet included, Serializable[] row) throws IOException;

  /** Numbers of tables start anew. */
  void forgetTables();

  /** Sees an event before the connector does, and may hide what it holds. */
  void screen(Event event);

  /** What to tell the connector of a statement instead; empty for any that is told as it is. */
  Optional<String> told(String sql);

  /** Takes note of a definition as it is told to the connector. */
  void note(String told);
}
