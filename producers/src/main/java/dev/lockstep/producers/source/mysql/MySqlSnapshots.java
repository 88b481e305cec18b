package dev.lockstep.producers.source.mysql;

import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.producers.source.TableSession.Seen;
import dev.lockstep.producers.source.binlog.table.Snapshots;
import dev.lockstep.producers.source.event.LogPlace;
import dev.lockstep.schema.topic.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;

/**
 * Snapshots of a server that does not tell what of its log they hold. A transaction is written to
 * the log, and read from there, before others see what it did. So it is waited until all that was
 * read of the log by some place can be seen, and only then the snapshot is taken: it holds the log
 * before that place, and nothing from behind the log's end right after.
 *
 * <p>By ids the server itself waits, and no lock is taken. Where transactions have none, the table
 * is locked against writers for a moment: whoever holds that lock knows that nobody is about to
 * commit.
 */
final class MySqlSnapshots implements Snapshots {

  /** The driver hands rows on as they come for this one size alone. */
  private static final int ROW_BY_ROW = Integer.MIN_VALUE;

  private static final int WAIT_SECONDS = 30;

  /** Whoever waits for the lock has all writers that come later wait behind him. */
  private static final int LOCK_SECONDS = 1;

  private final boolean ids;
  private final Supplier<ReadSoFar> handedOver;
  private final Supplier<Connection> others;
  private final MySqlPlaces places;

  /**
   * What of the log has been read.
   *
   * @param place before which all has been
   * @param transactions that have been, by their ids; at least those before the place
   */
  record ReadSoFar(LogPlace place, String transactions) {}

  /**
   * @param ids whether transactions have them
   * @param others further connections
   */
  MySqlSnapshots(
      boolean ids,
      Supplier<ReadSoFar> handedOver,
      Supplier<Connection> others,
      MySqlPlaces places) {
    this.ids = ids;
    this.handedOver = handedOver;
    this.others = others;
    this.places = places;
  }

  @Override
  public Seen begin(Connection connection, TableName table, LogPlace read) throws SQLException {
    LogPlace all = ids ? visible(connection, read) : locked(table);
    execute(connection, "START TRANSACTION WITH CONSISTENT SNAPSHOT");
    return new Seen(all, places.end(connection));
  }

  private LogPlace visible(Connection connection, LogPlace read) throws SQLException {
    ReadSoFar soFar = handedOver.get();
    if (!soFar.transactions().isEmpty()) {
      try (Statement statement = connection.createStatement();
          ResultSet result =
              statement.executeQuery(
                  "SELECT WAIT_FOR_EXECUTED_GTID_SET(%s, %d)"
                      .formatted(SqlText.text(soFar.transactions()), WAIT_SECONDS))) {
        if (!result.next() || result.getInt(1) != 0) {
          throw new SQLException(
              "Transactions that are in the log cannot be seen after %d s".formatted(WAIT_SECONDS));
        }
      }
    }
    return soFar.place().isBefore(read) ? read : soFar.place();
  }

  private LogPlace locked(TableName table) throws SQLException {
    try (Connection locking = others.get()) {
      execute(locking, "SET SESSION lock_wait_timeout = " + LOCK_SECONDS);
      execute(locking, "LOCK TABLES " + SqlText.name(table) + " READ");
      try {
        return places.end(locking);
      } finally {
        execute(locking, "UNLOCK TABLES");
      }
    }
  }

  @Override
  public LogPlace logEnd(Connection connection) throws SQLException {
    return places.end(connection);
  }

  @Override
  public int fetchSize() {
    return ROW_BY_ROW;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
