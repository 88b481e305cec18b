package dev.lockstep.producers.source.mysql;

import dev.lockstep.engine.mysql.AccessErrors;
import dev.lockstep.engine.mysql.MySqlRequirements;
import dev.lockstep.engine.mysql.MySqlServer;
import dev.lockstep.engine.mysql.ServerFacts;
import dev.lockstep.engine.mysql.TableCatalog;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.flow.SslMode;
import dev.lockstep.producers.source.LogEnd;
import dev.lockstep.producers.source.binlog.BinlogDialect;
import dev.lockstep.producers.source.binlog.BinlogEngine;
import dev.lockstep.producers.source.binlog.BinlogTask;
import dev.lockstep.producers.source.binlog.ConnectorProperties;
import dev.lockstep.producers.source.binlog.ConnectorRun;
import dev.lockstep.producers.source.binlog.table.Snapshots;
import dev.lockstep.producers.source.connect.TextConverter;
import dev.lockstep.producers.source.event.LogPlace;
import dev.lockstep.producers.source.event.ResumePoint;
import dev.lockstep.producers.source.event.TransactionSet;
import dev.lockstep.schema.topic.TableName;
import io.debezium.config.Configuration;
import io.debezium.connector.mysql.MySqlConnectorConfig;
import io.debezium.connector.mysql.antlr.MySqlAntlrDdlParser;
import io.debezium.relational.ddl.DdlParser;
import io.debezium.relational.history.SchemaHistory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** MySQL as an engine with a binary log. */
public final class MySqlBinlog implements BinlogEngine {

  /**
   * Reading a table takes as long as it takes, and everything waits while Kafka is away: neither
   * the server's limits nor those of its operators may cut a snapshot off, which begins anew then.
   */
  private static final String PATIENT_SESSION =
      "max_execution_time=0,net_write_timeout=31536000,net_read_timeout=31536000,"
          + "wait_timeout=31536000";

  private static final int EXECUTED_SECONDS = 10;

  private final ServerEndpoint endpoint;
  private final TableCatalog catalog;
  private final MySqlPlaces places = new MySqlPlaces();

  /** Whether transactions have ids, by the last look at the server. */
  private volatile boolean ids;

  /**
   * @param followed whether a table is captured already
   */
  public MySqlBinlog(ServerEndpoint endpoint, Predicate<TableName> followed) {
    this.endpoint = endpoint;
    this.catalog = TableCatalog.ofMySql(endpoint, followed);
  }

  @Override
  public Connection open() {
    return MySqlServer.open(endpoint);
  }

  @Override
  public TableCatalog catalog() {
    return catalog;
  }

  @Override
  public void check(ServerFacts server) {
    MySqlRequirements.check(endpoint, server);
  }

  @Override
  public void checkReachesBackTo(ServerFacts server, ResumePoint point) {
    ids = MySqlHistory.hasIds(server);
    MySqlHistory.check(endpoint, server, point, this::isExecuted);
  }

  /** A transaction is in the log, and read from there, before it counts as executed. */
  private boolean isExecuted(String transactions) {
    try (Connection connection = open();
        PreparedStatement statement =
            connection.prepareStatement("SELECT WAIT_FOR_EXECUTED_GTID_SET(?, ?)")) {
      statement.setString(1, transactions);
      statement.setInt(2, EXECUTED_SECONDS);
      try (ResultSet result = statement.executeQuery()) {
        return result.next() && result.getInt(1) == 0;
      }
    } catch (SQLException e) {
      throw AccessErrors.explained(endpoint, e);
    }
  }

  @Override
  public LogPlace place(Connection connection) throws SQLException {
    return places.end(connection);
  }

  @Override
  public LogEnd logEnd(Connection connection) throws SQLException {
    return places.logEnd(connection, ids);
  }

  @Override
  public TransactionSet transactions() {
    return new MySqlTransactions();
  }

  @Override
  public void tell(ServerFacts server, Map<String, String> properties) {
    ids = MySqlHistory.hasIds(server);
    properties.put("connector.class", "io.debezium.connector.mysql.MySqlConnector");
    boolean plain =
        endpoint.ssl() == SslMode.DISABLE
            || endpoint.ssl() == SslMode.PREFER && !server.encrypted();
    properties.put(
        "database.ssl.mode",
        plain ? "disabled" : MySqlServer.sslMode(endpoint.ssl()).toLowerCase(Locale.ROOT));
    if (endpoint.ssl() == SslMode.DISABLE) {
      // Where nobody wants encryption the server's own key is the only way to hide the password.
      properties.putIfAbsent("driver.allowPublicKeyRetrieval", "true");
    }
    ConnectorProperties.addSessionVariables(properties, PATIENT_SESSION);
    properties.put("text." + TextConverter.DOCUMENTS, "false");
    ConnectorProperties.addConverter(properties, "json", JsonConverter.class);
    ConnectorProperties.addConverter(properties, "vector", VectorConverter.class);
  }

  @Override
  public BinlogTask task() {
    return new MySqlTask();
  }

  @Override
  public BinlogDialect dialect(BinlogTask task) {
    return new MySqlDialect(ids, task);
  }

  @Override
  public Snapshots snapshots(BinlogTask task, ConnectorRun run) {
    return new MySqlSnapshots(
        ids,
        () -> {
          // In this order: so what is waited for is no less than what was read by the place.
          LogPlace place = run.handedOver();
          return new MySqlSnapshots.ReadSoFar(
              place, Objects.toString(task.logClient().getGtidSet(), ""));
        },
        this::open,
        places);
  }

  @Override
  public DdlParser parser() {
    return new MySqlAntlrDdlParser();
  }

  @Override
  public SchemaHistory history(Map<String, String> properties) {
    return new MySqlConnectorConfig(Configuration.from(properties)).getSchemaHistory();
  }
}
