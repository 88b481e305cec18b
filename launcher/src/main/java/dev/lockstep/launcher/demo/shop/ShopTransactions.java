package dev.lockstep.launcher.demo.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Executes transactions on one connection: runs of the same statement go as one batch.
 *
 * <p>A deadlock or lock timeout rolls the whole transaction back, so it is repeated as it is. Any
 * other failure ends the workload: the outcome of a commit whose connection broke is unknown, and
 * the count of changes must stay exact.
 */
final class ShopTransactions implements AutoCloseable {

  private static final int ATTEMPTS = 10;

  private final Connection connection;
  private final Map<ShopStatement, PreparedStatement> prepared = new EnumMap<>(ShopStatement.class);

  ShopTransactions(Connection connection) throws SQLException {
    this.connection = connection;
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
  }

  /** Executes and commits, or rolls back as planned. Returns right after the commit did. */
  void execute(ShopTransaction transaction) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        perform(transaction.changes());
        if (transaction.rollback()) {
          connection.rollback();
        } else {
          connection.commit();
        }
        return;
      } catch (SQLException e) {
        connection.rollback();
        if (attempt == ATTEMPTS || !repeatable(e)) {
          throw e;
        }
      }
    }
  }

  private static boolean repeatable(@Nullable Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransactionRollbackException
          || (cause instanceof SQLException sql && sql.getErrorCode() == 1205)) {
        return true;
      }
    }
    return false;
  }

  private void perform(List<ShopChange> changes) throws SQLException {
    int from = 0;
    while (from < changes.size()) {
      ShopStatement statement = changes.get(from).statement();
      int to = from;
      while (to < changes.size() && changes.get(to).statement() == statement) {
        to++;
      }
      batch(statement, changes.subList(from, to));
      from = to;
    }
  }

  private void batch(ShopStatement statement, List<ShopChange> changes) throws SQLException {
    PreparedStatement sql = prepared(statement);
    for (ShopChange change : changes) {
      List<@Nullable Object> values = change.values();
      for (int i = 0; i < values.size(); i++) {
        sql.setObject(i + 1, values.get(i));
      }
      sql.addBatch();
    }
    for (int count : sql.executeBatch()) {
      if (count == 0) {
        throw new IllegalStateException("The demo lost track of its rows: no row for " + statement);
      }
    }
  }

  private PreparedStatement prepared(ShopStatement statement) throws SQLException {
    PreparedStatement known = prepared.get(statement);
    if (known == null) {
      known = connection.prepareStatement(statement.sql());
      prepared.put(statement, known);
    }
    return known;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
