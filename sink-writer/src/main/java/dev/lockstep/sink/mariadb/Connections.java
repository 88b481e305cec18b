package dev.lockstep.sink.mariadb;

import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.SslMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.mariadb.jdbc.Driver;

/**
 * Opens connections on which values arrive exactly: UTC, strict, zero is zero, foreign keys
 * unchecked.
 *
 * <p>Tables arrive independently of each other, so a child may come before its parent; the source
 * has checked its foreign keys, and the target has them back for everybody else.
 */
final class Connections {

  private static final int CONNECT_MILLIS = 10_000;

  /** Longer than the longest single statement, so that only a dead server trips it. */
  private static final int SOCKET_MILLIS = 300_000;

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
    Connection connection = connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute(SESSION);
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private Connection connect() throws SQLException {
    if (endpoint.ssl() != SslMode.PREFER) {
      return connect(endpoint.ssl());
    }
    try {
      return connect(SslMode.REQUIRE);
    } catch (SQLException encrypted) {
      try {
        return connect(SslMode.DISABLE);
      } catch (SQLException plain) {
        plain.addSuppressed(encrypted);
        throw plain;
      }
    }
  }

  private Connection connect(SslMode ssl) throws SQLException {
    Properties properties = new Properties();
    properties.putAll(endpoint.properties());
    properties.setProperty("user", endpoint.username());
    properties.setProperty("password", endpoint.password().reveal());
    properties.setProperty("sslMode", driverName(ssl));
    properties.setProperty("connectTimeout", Integer.toString(CONNECT_MILLIS));
    properties.setProperty("socketTimeout", Integer.toString(SOCKET_MILLIS));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("useServerPrepStmts", "false");
    properties.setProperty("allowLocalInfile", "false");
    properties.setProperty("dumpQueriesOnException", "false");
    properties.setProperty("includeInnodbStatusInDeadlockExceptions", "false");
    String url = "jdbc:mariadb://" + host() + ":" + endpoint.port() + "/";
    Connection connection = new Driver().connect(url, properties);
    if (connection == null) {
      throw new SQLException("the driver does not take " + url, "08001");
    }
    return connection;
  }

  private String host() {
    return endpoint.host().contains(":") ? "[" + endpoint.host() + "]" : endpoint.host();
  }

  private static String driverName(SslMode ssl) {
    return switch (ssl) {
      case DISABLE, PREFER -> "disable";
      case REQUIRE -> "trust";
      case VERIFY_FULL -> "verify-full";
    };
  }
}
