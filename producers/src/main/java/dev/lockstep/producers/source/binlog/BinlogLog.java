package dev.lockstep.producers.source.binlog;

import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.producers.source.LogReading;
import dev.lockstep.producers.source.TableSession;
import dev.lockstep.producers.source.binlog.table.BinlogTableSession;
import dev.lockstep.producers.source.binlog.table.Snapshots;
import dev.lockstep.producers.source.binlog.table.TableDefinitions;
import dev.lockstep.producers.source.event.LogEvent;
import dev.lockstep.producers.source.event.LogPlace;
import dev.lockstep.producers.source.event.ResumePoint;
import dev.lockstep.schema.topic.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** A binary log being read by the connector. */
final class BinlogLog implements LogReading {

  private static final int NO_SUCH_TABLE = 1146;
  private static final int NO_SUCH_SCHEMA = 1049;
  private static final int NOT_A_TABLE = 1347;
  private static final Set<Integer> NOT_THERE = Set.of(NO_SUCH_TABLE, NO_SUCH_SCHEMA, NOT_A_TABLE);

  private final BinlogEngine engine;
  private final Map<String, String> properties;
  private final BinlogTask task;
  private final ConnectorRun run;
  private final Snapshots snapshots;

  BinlogLog(
      BinlogEngine engine, Map<String, String> properties, BinlogTask task, ConnectorRun run) {
    this.engine = engine;
    this.properties = properties;
    this.task = task;
    this.run = run;
    this.snapshots = engine.snapshots(task, run);
  }

  @Override
  public List<LogEvent> poll() throws InterruptedException {
    return run.poll();
  }

  @Override
  public LogPlace place() {
    return run.place();
  }

  @Override
  public Optional<LogPlace> quietAt() {
    return run.quietAt();
  }

  @Override
  public Optional<Instant> commitOf(String transaction) {
    return run.commitOf(transaction);
  }

  @Override
  public TableSession openTable(TableName table) {
    return new BinlogTableSession(
        engine.catalog(), table, task.directRows(run.shapes()), snapshots);
  }

  @Override
  public Definitions definitions(
      Collection<TableName> tables, BiConsumer<TableName, LockstepException> refused) {
    Map<TableName, String> definitions = new HashMap<>();
    try (Connection connection = engine.open()) {
      for (TableName table : tables) {
        try {
          definition(connection, table).ifPresent(text -> definitions.put(table, text));
        } catch (LockstepException e) {
          refused.accept(table, e);
        }
      }
      // Afterwards: so the definitions were made before this end of the log.
      return new Definitions(definitions, engine.place(connection));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<String> definition(Connection connection, TableName table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SHOW CREATE TABLE " + SqlText.name(table))) {
      if (!result.next()) {
        return Optional.empty();
      }
      String text = result.getString(2);
      TableDefinitions.check(engine.parser(), table, text);
      return Optional.of(text);
    } catch (SQLException e) {
      if (NOT_THERE.contains(e.getErrorCode())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void learn(Map<TableName, String> definitions, ResumePoint at) {
    TableDefinitions.add(engine::history, properties, at, definitions);
  }

  @Override
  public void close() {
    run.close();
  }
}
