package dev.lockstep.producers.source.mariadb;

import dev.lockstep.producers.source.TableSession.Seen;
import dev.lockstep.producers.source.binlog.table.Snapshots;
import dev.lockstep.producers.source.event.LogPlace;
import dev.lockstep.schema.topic.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Snapshots, whose exact places in the log the server tells. */
final class MariaDbPlaces implements Snapshots {

  private static final int FETCH_ROWS = 1000;

  @Override
  public Seen begin(Connection connection, TableName table, LogPlace read) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
    }
    return Seen.exactly(ofSnapshot(connection));
  }

  @Override
  public LogPlace logEnd(Connection connection) throws SQLException {
    return end(connection);
  }

  @Override
  public int fetchSize() {
    return FETCH_ROWS;
  }

  /**
   * The place in the log of the session's consistent snapshot: it sees what is logged before, and
   * nothing of what is logged behind. Outside a transaction it is the log's end. The end as the
   * server tells it otherwise may be ahead of what a snapshot taken next sees.
   */
  private static LogPlace ofSnapshot(Connection connection) throws SQLException {
    String file = "";
    long position = 0;
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SHOW STATUS LIKE 'binlog_snapshot_%'")) {
      while (result.next()) {
        switch (result.getString(1).toLowerCase(java.util.Locale.ROOT)) {
          case "binlog_snapshot_file" -> file = result.getString(2);
          case "binlog_snapshot_position" -> position = result.getLong(2);
          default -> {}
        }
      }
    }
    if (file.isEmpty()) {
      throw new SQLException("The server does not tell where its log stands");
    }
    return new LogPlace(file, position);
  }

  /** The log's end. */
  static LogPlace end(Connection connection) throws SQLException {
    // A transaction that is open would have its own place shown.
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SHOW MASTER STATUS")) {
      if (!result.next()) {
        throw new SQLException("The server does not tell where its log ends");
      }
      return new LogPlace(result.getString(1), result.getLong(2));
    }
  }
}
