package dev.lockstep.producers.source.mariadb;

import dev.lockstep.engine.mariadb.MariaDbRequirements;
import dev.lockstep.engine.mariadb.MariaDbServer;
import dev.lockstep.engine.mysql.ServerFacts;
import dev.lockstep.engine.mysql.TableCatalog;
import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.flow.Endpoint;
import dev.lockstep.producers.source.LogEnd;
import dev.lockstep.producers.source.LogFailedException;
import dev.lockstep.producers.source.LogReading;
import dev.lockstep.producers.source.Source;
import dev.lockstep.producers.source.SourceSetting;
import dev.lockstep.producers.source.binlog.ConnectorRun;
import dev.lockstep.producers.source.event.ResumePoint;
import dev.lockstep.schema.topic.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A MariaDB server, whose binary log Debezium's connector reads. */
public final class MariaDbSource implements Source {

  private final SourceSetting setting;
  private final Endpoint endpoint;

  public MariaDbSource(SourceSetting setting) {
    this.setting = setting;
    this.endpoint = setting.endpoint();
  }

  private record Seen(Endpoint endpoint, ServerFacts facts, Map<TableName, TableFacts> tables)
      implements Look {
    @Override
    public void checkReachesBackTo(ResumePoint point) {
      LogHistory.check(endpoint, facts, point);
    }
  }

  @Override
  public Look look() {
    return asked(
        connection -> {
          ServerFacts facts = ServerFacts.read(endpoint, connection);
          MariaDbRequirements.check(endpoint, facts);
          return new Seen(endpoint, facts, catalog().tables(connection, setting.scope()::captures));
        });
  }

  @Override
  public Map<TableName, TableFacts> tables(Predicate<TableName> filter) {
    return asked(connection -> catalog().tables(connection, filter));
  }

  @Override
  public Optional<TableFacts> describe(TableName table) {
    return asked(connection -> catalog().table(connection, table));
  }

  @Override
  public Set<TableName> gone(Collection<TableName> tables) {
    if (tables.isEmpty()) {
      return Set.of();
    }
    TableCatalog catalog = catalog();
    return asked(
        connection ->
            tables.stream()
                .filter(table -> catalog.isGone(connection, table))
                .collect(Collectors.toUnmodifiableSet()));
  }

  private TableCatalog catalog() {
    return TableCatalog.ofMariaDb(endpoint, setting.followed());
  }

  @Override
  public LogEndProbe logEnd() {
    return new Probe(MariaDbServer.open(endpoint));
  }

  private record Probe(Connection connection) implements LogEndProbe {
    @Override
    public LogEnd end() {
      try (Statement statement = connection.createStatement()) {
        var place = LogPosition.end(connection);
        try (ResultSet row = statement.executeQuery("SELECT @@GLOBAL.gtid_binlog_pos")) {
          row.next();
          return new LogEnd(row.getString(1), place);
        }
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
    Map<String, String> properties =
        ConnectorProperties.of(
            endpoint,
            setting.scope(),
            look.tables().values(),
            passedOver,
            setting.settings(),
            setting.kafka(),
            setting.historyTopic(),
            setting.installation(),
            ((Seen) look).facts().encrypted());
    LogTask task = new LogTask();
    ConnectorRun run =
        ConnectorRun.start(
            endpoint,
            task,
            new MariaDbDialect(task::tables),
            properties,
            ConnectorProperties.mostQueued(properties),
            from);
    return new MariaDbLog(endpoint, properties, task, run);
  }

  private interface Question<T> {
    T ask(Connection connection);
  }

  private <T> T asked(Question<T> question) {
    try (Connection connection = MariaDbServer.open(endpoint)) {
      return question.ask(connection);
    } catch (SQLException e) {
      // Only closing throws here, after the answer.
      throw new IllegalStateException(e);
    }
  }
}
