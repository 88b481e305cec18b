package dev.lockstep.producers.source.mariadb;

import dev.lockstep.producers.source.event.LogPlace;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Where a server's log stands. */
final class LogPosition {

  private LogPosition() {}

  /**
   * The place in the log of the session's consistent snapshot: it sees what is logged before, and
   * nothing of what is logged behind. Outside a transaction it is the log's end. The end as the
   * server tells it otherwise may be ahead of what a snapshot taken next sees.
   */
  static LogPlace ofSnapshot(Connection connection) throws SQLException {
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
