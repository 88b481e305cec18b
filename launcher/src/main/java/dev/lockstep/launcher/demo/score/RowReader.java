package dev.lockstep.launcher.demo.score;

import dev.lockstep.launcher.demo.shop.RawValue;
import dev.lockstep.launcher.demo.shop.Shop;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Streams one table in key order. The shop's keys are integers, so every server orders them alike.
 */
final class RowReader implements AutoCloseable {

  private static final int FETCH = 1000;

  private final Statement statement;
  private final ResultSet results;
  private final List<String> keyColumns;
  private long rows;

  private RowReader(Statement statement, ResultSet results, List<String> keyColumns) {
    this.statement = statement;
    this.results = results;
    this.keyColumns = keyColumns;
  }

  static RowReader open(Connection connection, String table) throws SQLException {
    List<String> keyColumns = Shop.keyColumns(table);
    Statement statement = connection.createStatement();
    statement.setFetchSize(FETCH);
    String sql = "SELECT * FROM %s ORDER BY %s".formatted(table, String.join(", ", keyColumns));
    return new RowReader(statement, statement.executeQuery(sql), keyColumns);
  }

  @Nullable Row next() throws SQLException {
    if (!results.next()) {
      return null;
    }
    rows++;
    ResultSetMetaData meta = results.getMetaData();
    Map<String, byte @Nullable []> columns = new HashMap<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.put(meta.getColumnName(i).toLowerCase(Locale.ROOT), RawValue.of(results, i));
    }
    long[] key = new long[keyColumns.size()];
    for (int i = 0; i < key.length; i++) {
      key[i] = results.getLong(keyColumns.get(i));
    }
    return new Row(keyColumns, key, columns);
  }

  /** Rows read so far. */
  long rows() {
    return rows;
  }

  @Override
  public void close() throws SQLException {
    results.close();
    statement.close();
  }

  /** One row: its key, and every column as the server prints it. */
  record Row(List<String> keyColumns, long[] key, Map<String, byte @Nullable []> columns) {

    int compareKeyTo(Row other) {
      return Arrays.compare(key, other.key);
    }

    String keyText() {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < key.length; i++) {
        text.append(i == 0 ? "" : ",").append(keyColumns.get(i)).append('=').append(key[i]);
      }
      return text.toString();
    }
  }
}
