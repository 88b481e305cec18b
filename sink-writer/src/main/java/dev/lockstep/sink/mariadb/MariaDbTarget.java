package dev.lockstep.sink.mariadb;

import dev.lockstep.engine.mysql.SqlText;
import dev.lockstep.flow.Endpoint;
import dev.lockstep.schema.topic.TableName;
import dev.lockstep.sink.apply.Rereads;
import dev.lockstep.sink.apply.Target;
import dev.lockstep.sink.apply.TargetException;
import dev.lockstep.sink.apply.TargetSession;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.Schema;

/** A MariaDB server as target of one flow. */
public final class MariaDbTarget implements Target {

  /** A statement this long is long enough; longer ones only hold the server's memory. */
  private static final long MAX_STATEMENT_BYTES = 4L << 20;

  /**
   * What a session needs to know of its flow.
   *
   * @param owner who we are, for people who look at the progress table
   * @param partitions how many partitions every change topic has
   * @param tableOf the target table of a change topic
   * @param keyOf the key schema of a change topic, as far as it is known
   */
  public record Settings(
      String flow,
      String owner,
      String progressSchema,
      boolean createTables,
      int partitions,
      Function<String, TableName> tableOf,
      Function<String, Optional<Schema>> keyOf,
      Rereads rereads) {}

  private final Connections connections;
  private final Errors errors;
  private final Settings settings;

  public MariaDbTarget(Endpoint endpoint, Settings settings) {
    this.connections = new Connections(endpoint);
    this.errors = new Errors(endpoint);
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
      return new MariaDbSession(
          connection, connections, settings, errors, maxStatementBytes(connection));
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
    Catalog catalog = new Catalog(connection);
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
      org.slf4j.LoggerFactory.getLogger(MariaDbTarget.class)
          .debug("Closing a connection failed: {}", e.getMessage());
    }
  }
}
