package dev.lockstep.producers.source.mariadb;

import dev.lockstep.engine.mariadb.MariaDbRequirements;
import dev.lockstep.engine.mariadb.MariaDbServer;
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
import dev.lockstep.producers.source.connect.UuidConverter;
import dev.lockstep.producers.source.event.LogPlace;
import dev.lockstep.producers.source.event.ResumePoint;
import dev.lockstep.producers.source.event.TransactionSet;
import dev.lockstep.schema.topic.TableName;
import io.debezium.config.Configuration;
import io.debezium.connector.mariadb.MariaDbConnectorConfig;
import io.debezium.connector.mariadb.antlr.MariaDbAntlrDdlParser;
import io.debezium.relational.ddl.DdlParser;
import io.debezium.relational.history.SchemaHistory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.function.Predicate;

/** MariaDB as an engine with a binary log. */
public final class MariaDbBinlog implements BinlogEngine {

  /**
   * Reading a table takes as long as it takes, and everything waits while Kafka is away: neither
   * the server's limits nor those of its operators may cut a snapshot off, which begins anew then.
   */
  private static final String PATIENT_SESSION =
      "max_statement_time=0,net_write_timeout=31536000,net_read_timeout=31536000,"
          + "wait_timeout=31536000,idle_transaction_timeout=0,idle_readonly_transaction_timeout=0";

  private final ServerEndpoint endpoint;
  private final TableCatalog catalog;

  /**
   * @param followed whether a table is captured already
   */
  public MariaDbBinlog(ServerEndpoint endpoint, Predicate<TableName> followed) {
    this.endpoint = endpoint;
    this.catalog = TableCatalog.ofMariaDb(endpoint, followed);
  }

  @Override
  public Connection open() {
    return MariaDbServer.open(endpoint);
  }

  @Override
  public TableCatalog catalog() {
    return catalog;
  }

  @Override
  public void check(ServerFacts server) {
    MariaDbRequirements.check(endpoint, server);
  }

  @Override
  public void checkReachesBackTo(ServerFacts server, ResumePoint point) {
    MariaDbHistory.check(endpoint, server, point);
  }

  @Override
  public LogPlace place(Connection connection) throws SQLException {
    return MariaDbPlaces.end(connection);
  }

  @Override
  public LogEnd logEnd(Connection connection) throws SQLException {
    LogPlace place = place(connection);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@GLOBAL.gtid_binlog_pos")) {
      row.next();
      return new LogEnd(row.getString(1), place);
    }
  }

  @Override
  public TransactionSet transactions() {
    return new MariaDbTransactions();
  }

  @Override
  public void tell(ServerFacts server, Map<String, String> properties) {
    properties.put("connector.class", "io.debezium.connector.mariadb.MariaDbConnector");
    properties.put(
        "database.ssl.mode",
        endpoint.ssl() == SslMode.PREFER && !server.encrypted()
            ? "disable"
            : MariaDbServer.sslMode(endpoint.ssl()));
    ConnectorProperties.addSessionVariables(properties, PATIENT_SESSION);
    ConnectorProperties.addConverter(properties, "uuid", UuidConverter.class);
  }

  @Override
  public BinlogTask task() {
    return new MariaDbTask();
  }

  @Override
  public BinlogDialect dialect(BinlogTask task) {
    return new MariaDbDialect(task::tables);
  }

  @Override
  public Snapshots snapshots(BinlogTask task, ConnectorRun run) {
    return new MariaDbPlaces();
  }

  @Override
  public DdlParser parser() {
    return new MariaDbAntlrDdlParser();
  }

  @Override
  public SchemaHistory history(Map<String, String> properties) {
    return new MariaDbConnectorConfig(Configuration.from(properties)).getSchemaHistory();
  }
}
