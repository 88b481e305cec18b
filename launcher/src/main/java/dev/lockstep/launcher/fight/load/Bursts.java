package dev.lockstep.launcher.fight.load;

import dev.lockstep.launcher.demo.shop.Login;
import dev.lockstep.launcher.fight.plan.Act.Bulk;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Changes very many rows of one table, some thousand in each transaction. */
public final class Bursts {

  private static final int AT_ONCE = 20_000;
  private static final int MOST_TIMES = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String TABLE = TableSpec.SCHEMA + "." + Tables.BURST;

  private final Login source;

  public Bursts(Login source) {
    this.source = source;
  }

  /**
   * Does it and returns the rows changed. A server that is killed in between is waited for.
   *
   * @param rows about how many
   */
  public long run(Bulk bulk, int rows) throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long done = 0;
    int from = 0;
    while (done < rows) {
      try (Connection connection = source.connect()) {
        int top = top(connection);
        Bulk what = top == 0 || (bulk != Bulk.INSERT && top < from) ? Bulk.INSERT : bulk;
        if (what == Bulk.INSERT && top > MOST_TIMES * rows) {
          what = Bulk.UPDATE;
        }
        int chunk = (int) Math.min(AT_ONCE, rows - done);
        int changed = chunk(connection, what, top, from, chunk);
        from += chunk;
        done += Math.max(changed, chunk);
      } catch (SQLException e) {
        if (System.nanoTime() > deadline || isOurs(e)) {
          throw e;
        }
        Thread.sleep(500);
      }
    }
    return done;
  }

  /** A server that goes away is waited for; a statement that it refuses is refused again. */
  private static boolean isOurs(SQLException e) {
    return e.getErrorCode() == 1046 || e.getErrorCode() == 1064 || e.getErrorCode() == 1146;
  }

  private static int chunk(Connection connection, Bulk bulk, int top, int from, int rows)
      throws SQLException {
    String range = " WHERE id > %d AND id <= %d".formatted(from, from + rows);
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(
          switch (bulk) {
            case INSERT ->
                "INSERT INTO %s (id, v) SELECT %d + seq, CONCAT('burst-', seq) FROM %s.seq_1_to_%d"
                    .formatted(TABLE, top, TableSpec.SCHEMA, rows);
            case UPDATE ->
                "UPDATE " + TABLE + " SET n = n + 1, v = CONCAT('u-', n, '-', id)" + range;
            case DELETE -> "DELETE FROM " + TABLE + range;
          });
    }
  }

  private static int top(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT COALESCE(MAX(id), 0) FROM " + TABLE)) {
      found.next();
      return found.getInt(1);
    }
  }
}
