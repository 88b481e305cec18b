package dev.lockstep.producers.source;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.producers.source.event.LogEvent;
import dev.lockstep.producers.source.event.LogPlace;
import dev.lockstep.producers.source.event.ResumePoint;
import dev.lockstep.schema.topic.TableName;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A log being read, until it fails or is closed. Belongs to the capture's thread; the sessions that
 * it opens belong to whoever opens them.
 */
public interface LogReading extends AutoCloseable {

  /**
   * The next events, after waiting for a short while; may be empty. A failure is thrown when all
   * before it has been returned: an {@link UndefinedTableException}, a {@link LogCutOffException},
   * a {@link LostHistoryException}, or a {@link LogFailedException} for what may pass.
   */
  List<LogEvent> poll() throws InterruptedException;

  /** A place in the log before which everything has been returned. */
  LogPlace place();

  /** Up to where everything has been returned and the server had nothing more; the last of them. */
  Optional<LogPlace> quietAt();

  /** When a transaction committed; empty when that is not known. */
  Optional<Instant> commitOf(String transaction);

  /** Opens a session that reads a table beside the log, in words of the log. Any thread. */
  TableSession openTable(TableName table);

  /**
   * How tables are defined now that the log's reader passes over, and where the log ended then.
   *
   * @param refused is told of those that it would not understand; those that are not there are left
   *     out
   */
  Definitions definitions(
      Collection<TableName> tables, BiConsumer<TableName, LockstepException> refused);

  /**
   * Has the log's reader know tables, which it does from its next start on.
   *
   * @param at place at which the definitions hold
   */
  void learn(Map<TableName, String> definitions, ResumePoint at);

  @Override
  void close();

  /**
   * Definitions of tables.
   *
   * @param byTable in words of the source
   * @param end of the log, seen after them
   */
  record Definitions(Map<TableName, String> byTable, LogPlace end) {
    public Definitions {
      byTable = Map.copyOf(byTable);
    }
  }
}
