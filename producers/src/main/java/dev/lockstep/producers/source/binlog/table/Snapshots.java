package dev.lockstep.producers.source.binlog.table;

import dev.lockstep.producers.source.TableSession.Seen;
import dev.lockstep.producers.source.event.LogPlace;
import dev.lockstep.schema.topic.TableName;
import java.sql.Connection;
import java.sql.SQLException;

/** How an engine takes snapshots, and how it is known what of the log they hold. */
public interface Snapshots {

  /**
   * Starts a transaction with a consistent snapshot of a table, which holds at least what has been
   * read of the log.
   *
   * @param read place up to which it has been
   */
  Seen begin(Connection connection, TableName table, LogPlace read) throws SQLException;

  /** Where the log ends. */
  LogPlace logEnd(Connection connection) throws SQLException;

  /** What a statement is given as fetch size, so that its rows arrive as they are read. */
  int fetchSize();
}
