package dev.lockstep.sink.mysql;

import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.schema.topic.TableName;
import dev.lockstep.sink.apply.Target;
import dev.lockstep.sink.apply.TargetException;
import dev.lockstep.sink.apply.TargetSession;
import dev.lockstep.sink.apply.TargetSettings;
import dev.lockstep.sink.mysql.definition.Catalog;
import dev.lockstep.sink.mysql.definition.DefinitionMemory;
import dev.lockstep.sink.mysql.dialect.Dialect;
import dev.lockstep.sink.mysql.dialect.Errors;
import dev.lockstep.sink.mysql.row.SnapshotMemory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A MySQL or MariaDB server as target of one flow. */
public final class MySqlTarget implements Target {

  /** A statement this long is long enough; longer ones only hold the server's memory. */
  private static final long MAX_STATEMENT_BYTES = 4L << 20;

  private final Connections connections;
  private final Errors errors;
  private final Dialect dialect;
  private final TargetSettings settings;

  public MySqlTarget(ServerEndpoint endpoint, Dialect dialect, TargetSettings settings) {
    this.connections = new Connections(endpoint, dialect);
    this.errors = new Errors(endpoint, dialect);
    this.dialect = dialect;
    this.settings = settings;
  }

  @Override
  public TargetSession connect() throws TargetException {
    Connection connection;
    try {
      connection = connections.open();
    } catch (SQLException e) {
      throw errors.onServer("Connecting to", e);
    }
    try {
      createProgressTables(connection);
      return new MySqlSession(
          connection, connections, dialect, settings, errors, maxStatementBytes(connection));
    } catch (SQLException e) {
      closeQuietly(connection);
      throw errors.onServer(
          "Preparing the progress tables (sink.progress-schema "
              + settings.progressSchema()
              + ") on",
          e);
    }
  }

  /** Looks first, so that a user without CREATE can work with tables that somebody else made. */
  private void createProgressTables(Connection connection) throws SQLException {
    String schema = settings.progressSchema();
    Catalog catalog = new Catalog(connection, dialect);
    boolean complete =
        catalog.table(new TableName(schema, ProgressTable.NAME)).isPresent()
            && catalog.table(new TableName(schema, SnapshotMemory.KEYS)).isPresent()
            && catalog.table(new TableName(schema, DefinitionMemory.NAME)).isPresent();
    if (!complete) {
      try (Statement statement = connection.createStatement()) {
        if (!catalog.hasSchema(schema)) {
          statement.execute("CREATE DATABASE IF NOT EXISTS " + SqlText.name(schema));
        }
        statement.execute(ProgressTable.definition(schema));
        for (String definition : SnapshotMemory.definitions(schema)) {
          statement.execute(definition);
        }
        statement.execute(DefinitionMemory.definition(schema));
      }
    }
    connection.commit();
  }

  private static long maxStatementBytes(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@max_allowed_packet")) {
      row.next();
      return Math.min(MAX_STATEMENT_BYTES, row.getLong(1) / 2);
    }
  }

  static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // The server drops what is left of it; there is nothing to be done about it here.
      org.slf4j.LoggerFactory.getLogger(MySqlTarget.class)
          .debug("Closing a connection failed: {}", e.getMessage());
    }
  }
}
