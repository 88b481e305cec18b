package dev.lockstep.sink.mysql;

import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.sink.mysql.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Opens connections on which values arrive exactly: UTC, strict, zero is zero, foreign keys
 * unchecked.
 *
 * <p>Tables arrive independently of each other, so a child may come before its parent; the source
 * has checked its foreign keys, and the target has them back for everybody else.
 */
final class Connections {

  private final ServerEndpoint endpoint;
  private final Dialect dialect;

  Connections(ServerEndpoint endpoint, Dialect dialect) {
    this.endpoint = endpoint;
    this.dialect = dialect;
  }

  Connection open() throws SQLException {
    Connection connection = dialect.connect(endpoint);
    try (Statement statement = connection.createStatement()) {
      String version = connection.getMetaData().getDatabaseProductVersion();
      Optional<String> refused = dialect.refuses(version);
      if (refused.isPresent()) {
        throw new SQLException("the server is of version " + version + ", " + refused.get());
      }
      statement.execute(dialect.session());
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
