package dev.lockstep.sink.mariadb;

import dev.lockstep.engine.jdbc.DriverOptions;
import dev.lockstep.engine.mariadb.MariaDbServer;
import dev.lockstep.flow.Endpoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * Opens connections on which values arrive exactly: UTC, strict, zero is zero, foreign keys
 * unchecked.
 *
 * <p>Tables arrive independently of each other, so a child may come before its parent; the source
 * has checked its foreign keys, and the target has them back for everybody else.
 */
final class Connections {

  private static final DriverOptions OPTIONS =
      new DriverOptions(
          Map.of(),
          Map.of(
              "connectTimeout",
              "10000",
              // Longer than the longest single statement, so that only a dead server trips it.
              "socketTimeout",
              "300000",
              "tcpKeepAlive",
              "true",
              "useServerPrepStmts",
              "false",
              "allowLocalInfile",
              "false",
              "dumpQueriesOnException",
              "false",
              "includeInnodbStatusInDeadlockExceptions",
              "false"));

  private static final String SESSION =
      "SET SESSION time_zone = '+00:00',"
          + " SESSION sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION',"
          + " SESSION foreign_key_checks = 0,"
          + " SESSION unique_checks = 1,"
          + " SESSION tx_isolation = 'READ-COMMITTED',"
          + " SESSION innodb_lock_wait_timeout = 10,"
          // For definitions too: keys are scanned over a second connection, and a statement that
          // alters the table may stand between it and the transaction of the first. The server
          // sees no cycle there, and would wait for a day.
          + " SESSION lock_wait_timeout = 10,"
          + " SESSION wait_timeout = 86400,"
          + " SESSION net_write_timeout = 600";

  private final Endpoint endpoint;

  Connections(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  Connection open() throws SQLException {
    Connection connection = MariaDbServer.connect(endpoint, OPTIONS);
    try (Statement statement = connection.createStatement()) {
      statement.execute(SESSION);
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
