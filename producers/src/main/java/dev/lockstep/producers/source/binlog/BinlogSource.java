package dev.lockstep.producers.source.binlog;

import dev.lockstep.engine.mysql.ServerFacts;
import dev.lockstep.engine.mysql.TableCatalog;
import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.producers.source.LogEnd;
import dev.lockstep.producers.source.LogFailedException;
import dev.lockstep.producers.source.LogReading;
import dev.lockstep.producers.source.Source;
import dev.lockstep.producers.source.SourceSetting;
import dev.lockstep.producers.source.event.ResumePoint;
import dev.lockstep.producers.source.event.TransactionSet;
import dev.lockstep.schema.topic.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A server whose binary log one of Debezium's connectors reads. */
public final class BinlogSource implements Source {

  private final SourceSetting<ServerEndpoint> setting;
  private final ServerEndpoint endpoint;
  private final BinlogEngine engine;

  public BinlogSource(SourceSetting<ServerEndpoint> setting, BinlogEngine engine) {
    this.setting = setting;
    this.endpoint = setting.endpoint();
    this.engine = engine;
  }

  private record Seen(BinlogEngine engine, ServerFacts facts, Map<TableName, TableFacts> tables)
      implements Look {
    @Override
    public void checkReachesBackTo(ResumePoint point) {
      engine.checkReachesBackTo(facts, point);
    }
  }

  @Override
  public Look look() {
    return asked(
        connection -> {
          ServerFacts facts = ServerFacts.read(endpoint, connection);
          engine.check(facts);
          return new Seen(
              engine, facts, engine.catalog().tables(connection, setting.scope()::captures));
        });
  }

  @Override
  public Map<TableName, TableFacts> tables(Predicate<TableName> filter) {
    return asked(connection -> engine.catalog().tables(connection, filter));
  }

  @Override
  public Optional<TableFacts> describe(TableName table) {
    return asked(connection -> engine.catalog().table(connection, table));
  }

  @Override
  public Set<TableName> gone(Collection<TableName> tables) {
    if (tables.isEmpty()) {
      return Set.of();
    }
    TableCatalog catalog = engine.catalog();
    return asked(
        connection ->
            tables.stream()
                .filter(table -> catalog.isGone(connection, table))
                .collect(Collectors.toUnmodifiableSet()));
  }

  @Override
  public TransactionSet transactions() {
    return engine.transactions();
  }

  @Override
  public LogEndProbe logEnd() {
    return new Probe(engine, engine.open());
  }

  private record Probe(BinlogEngine engine, Connection connection) implements LogEndProbe {
    @Override
    public LogEnd end() {
      try {
        return engine.logEnd(connection);
      } catch (SQLException e) {
        throw new LogFailedException(String.valueOf(e.getMessage()), e);
      }
    }

    @Override
    public void close() {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new LogFailedException(String.valueOf(e.getMessage()), e);
      }
    }
  }

  @Override
  public LogReading open(Look look, Set<TableName> passedOver, Optional<ResumePoint> from) {
    ServerFacts server = ((Seen) look).facts();
    Map<String, String> properties =
        ConnectorProperties.of(setting, look.tables().values(), passedOver);
    engine.tell(server, properties);
    BinlogTask task = engine.task();
    ConnectorRun run =
        ConnectorRun.start(
            endpoint,
            task,
            engine.dialect(task),
            properties,
            ConnectorProperties.mostQueued(properties),
            from);
    return new BinlogLog(engine, properties, task, run);
  }

  private interface Question<T> {
    T ask(Connection connection);
  }

  private <T> T asked(Question<T> question) {
    try (Connection connection = engine.open()) {
      return question.ask(connection);
    } catch (SQLException e) {
      // Only closing throws here, after the answer.
      throw new IllegalStateException(e);
    }
  }
}
