package dev.lockstep.producers.source.binlog.table;

import dev.lockstep.engine.mysql.TableCatalog;
import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.producers.source.TableSession;
import dev.lockstep.producers.source.event.LogEvent.RowChanged;
import dev.lockstep.producers.source.event.LogPlace;
import dev.lockstep.schema.topic.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table in transactions with a consistent snapshot. No lock is kept but the one by which
 * the table cannot be altered while a piece is read, which is why pieces are short.
 */
public final class BinlogTableSession implements TableSession {

  private static final Set<String> WITH_TRANSACTIONS = Set.of("INNODB", "ROCKSDB");

  private final TableCatalog catalog;
  private final TableName table;
  private final DirectRows rows;
  private final Snapshots snapshots;
  private @Nullable Connection begun;
  private LogPlace seen = LogPlace.START;
  private @Nullable KeyPages pages;
  private DirectRows.@Nullable Definition definition;

  public BinlogTableSession(
      TableCatalog catalog, TableName table, DirectRows rows, Snapshots snapshots) {
    this.catalog = catalog;
    this.table = table;
    this.rows = rows;
    this.snapshots = snapshots;
  }

  private interface Question<T> {
    T ask(Connection connection) throws SQLException;
  }

  private <T> T asked(Question<T> question) throws FailedException {
    try {
      return question.ask(connection());
    } catch (SQLException e) {
      throw new FailedException(e);
    }
  }

  /** Within a piece the one that it began on: another would see other rows. */
  private Connection connection() throws SQLException {
    Connection current = begun;
    return current == null ? rows.connection() : current;
  }

  @Override
  public Size size() throws FailedException {
    return asked(this::size);
  }

  private Size size(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT ENGINE, TABLE_ROWS, AVG_ROW_LENGTH FROM information_schema.TABLES"
                + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?")) {
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      try (ResultSet result = statement.executeQuery()) {
        if (!result.next()) {
          return new Size(0, 0, false);
        }
        String engine = Objects.toString(result.getString(1), "").toUpperCase(Locale.ROOT);
        return new Size(result.getLong(2), result.getLong(3), WITH_TRANSACTIONS.contains(engine));
      }
    }
  }

  @Override
  public LogPlace logEnd() throws FailedException {
    return asked(snapshots::logEnd);
  }

  @Override
  public Seen begin(LogPlace read) throws FailedException {
    return asked(
        connection -> {
          connection.setAutoCommit(false);
          execute(connection, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
          execute(connection, "SET SESSION time_zone = '+00:00'");
          begun = connection;
          Seen place = snapshots.begin(connection, table, read);
          seen = place.all();
          return place;
        });
  }

  @Override
  public boolean pin() throws FailedException, GoneException {
    Optional<TableFacts> facts =
        asked(
            connection -> {
              execute(connection, "SELECT 1 FROM " + SqlText.name(table) + " LIMIT 0");
              return catalog.table(connection, table);
            });
    if (facts.isEmpty()) {
      throw new GoneException();
    }
    pages = KeyPages.of(facts.get());
    definition = rows.definition(facts.get()).orElse(null);
    return definition != null;
  }

  @Override
  public boolean isDivisible() {
    return pages().isDivisible();
  }

  @Override
  public Optional<List<String>> border(Optional<List<String>> after, int count)
      throws FailedException, IndivisibleException {
    try {
      return pages().border(connection(), after, count);
    } catch (SQLException e) {
      throw new FailedException(e);
    }
  }

  private KeyPages pages() {
    return Objects.requireNonNull(pages, "pinned first");
  }

  @Override
  public Rows read(Optional<List<String>> after, Optional<List<String>> upTo)
      throws FailedException {
    String sql = pages().rows(after, upTo);
    return asked(
        connection -> {
          Statement statement = connection.createStatement();
          statement.setFetchSize(snapshots.fetchSize());
          return new Result(
              statement,
              statement.executeQuery(sql),
              Objects.requireNonNull(definition, "pinned first"),
              seen);
        });
  }

  private record Result(
      Statement statement, ResultSet result, DirectRows.Definition definition, LogPlace seen)
      implements Rows {
    @Override
    public Optional<RowChanged> next(Instant at) throws FailedException {
      try {
        return result.next() ? Optional.of(definition.row(result, seen, at)) : Optional.empty();
      } catch (SQLException e) {
        throw new FailedException(e);
      }
    }

    @Override
    public void close() throws FailedException {
      try {
        statement.close();
      } catch (SQLException e) {
        throw new FailedException(e);
      }
    }
  }

  @Override
  public void end() throws FailedException {
    pages = null;
    definition = null;
    Connection connection = begun;
    begun = null;
    try {
      if (connection != null && !connection.isClosed()) {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new FailedException(e);
    }
  }

  @Override
  public void abort() {
    rows.abort();
  }

  @Override
  public void close() {
    rows.close();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
