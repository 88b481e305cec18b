package dev.lockstep.producers.source.binlog;

import dev.lockstep.engine.mysql.ServerFacts;
import dev.lockstep.engine.mysql.TableCatalog;
import dev.lockstep.producers.source.LogEnd;
import dev.lockstep.producers.source.binlog.table.Snapshots;
import dev.lockstep.producers.source.event.LogPlace;
import dev.lockstep.producers.source.event.ResumePoint;
import dev.lockstep.producers.source.event.TransactionSet;
import io.debezium.relational.ddl.DdlParser;
import io.debezium.relational.history.SchemaHistory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** What one of the engines with a binary log has of its own, at one endpoint. */
public interface BinlogEngine {

  /** A connection to read by; a failure says what is wrong and what to do about it. */
  Connection open();

  /** What there is in the database. */
  TableCatalog catalog();

  /** Throws when the server cannot be captured as it is. */
  void check(ServerFacts server);

  /** Throws when the log does not reach back to a point. */
  void checkReachesBackTo(ServerFacts server, ResumePoint point);

  /** Where the log ends. */
  LogPlace place(Connection connection) throws SQLException;

  /** Where the log ends, and what is in it by then. */
  LogEnd logEnd(Connection connection) throws SQLException;

  /** No transactions yet. */
  TransactionSet transactions();

  /** Adds to what every connector is told what this one is. */
  void tell(ServerFacts server, Map<String, String> properties);

  /** A connector's task that has not been started. */
  BinlogTask task();

  /** How its log is read. */
  BinlogDialect dialect(BinlogTask task);

  /**
   * How tables are read beside a log that is being read.
   *
   * @param run that reads it
   */
  Snapshots snapshots(BinlogTask task, ConnectorRun run);

  /** What understands the log's definitions of tables. */
  DdlParser parser();

  /** The history of such definitions that a connector with these properties keeps. */
  SchemaHistory history(Map<String, String> properties);
}
