package dev.lockstep.launcher.demo.inject;

import dev.lockstep.engine.mysql.sql.SqlText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/**
 * Sees on the target when the sink has last written, to strike right after it. Reads without locks.
 * Where there is no progress table to read, nothing is known and nothing is waited for.
 */
final class SinkWatch {

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Connection connection;
  private final String sql;

  SinkWatch(Connection connection, String progressSchema) {
    this.connection = connection;
    this.sql =
        "SELECT MAX(applied_at), TIMESTAMPDIFF(MICROSECOND, MAX(applied_at), UTC_TIMESTAMP(6))"
            + " FROM %s.progress".formatted(SqlText.name(progressSchema));
  }

  /** Returns as soon as the sink has written again, or after a second without. */
  void awaitNextWrite() throws SQLException, InterruptedException {
    Optional<String> seen = last().map(Write::at);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (seen.isPresent() && System.nanoTime() < deadline) {
      if (!last().map(Write::at).equals(seen)) {
        return;
      }
      Thread.sleep(2);
    }
  }

  /** Microseconds since the sink's last write; -1 when unknown. */
  long microsSinceWrite() throws SQLException {
    return last().map(Write::ageMicros).orElse(-1L);
  }

  private Optional<Write> last() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      if (!found.next() || found.getString(1) == null) {
        return Optional.empty();
      }
      return Optional.of(new Write(found.getString(1), found.getLong(2)));
    } catch (SQLException e) {
      if (e.getErrorCode() == 1146 || e.getErrorCode() == 1142) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private record Write(String at, long ageMicros) {}
}
