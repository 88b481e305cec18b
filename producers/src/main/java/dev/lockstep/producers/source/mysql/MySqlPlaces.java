package dev.lockstep.producers.source.mysql;

import dev.lockstep.producers.source.LogEnd;
import dev.lockstep.producers.source.event.LogPlace;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Asks a server where its log ends. */
final class MySqlPlaces {

  private static final String STATUS = "SHOW BINARY LOG STATUS";

  /** Up to 8.1, from 8.4 on no longer. */
  private static final String FORMER_STATUS = "SHOW MASTER STATUS";

  private static final int SYNTAX = 1064;

  private volatile String status = STATUS;

  LogPlace end(Connection connection) throws SQLException {
    return logEnd(connection, false).place();
  }

  /**
   * @param ids whether transactions go by them: the server tells some in every mode
   */
  LogEnd logEnd(Connection connection, boolean ids) throws SQLException {
    try {
      return asked(connection, status, ids);
    } catch (SQLException e) {
      if (e.getErrorCode() != SYNTAX || status.equals(FORMER_STATUS)) {
        throw e;
      }
      LogEnd end = asked(connection, FORMER_STATUS, ids);
      status = FORMER_STATUS;
      return end;
    }
  }

  private static LogEnd asked(Connection connection, String question, boolean ids)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      if (!row.next()) {
        throw new SQLException("The server does not tell where its log ends");
      }
      LogPlace place = new LogPlace(row.getString(1), row.getLong(2));
      String executed = row.getString(5);
      return new LogEnd(
          !ids || executed == null || executed.isBlank()
              ? MySqlTransactions.named(place)
              : executed.replaceAll("\\s", ""),
          place);
    }
  }
}
