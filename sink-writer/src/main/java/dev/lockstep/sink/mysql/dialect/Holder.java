package dev.lockstep.sink.mysql.dialect;

import dev.lockstep.sink.mysql.type.Binding;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Finds the row that a new one meets by whatever unique key. Only the server can tell: a key may be
 * on part of a column, or on something that the server computes.
 */
public interface Holder {

  /**
   * A new row.
   *
   * @param table quoted
   * @param insert the statement that would write it
   * @param binding puts its values into that statement
   * @param key the quoted columns of its primary key, of which none is NULL
   */
  record NewRow(String table, String insert, Binding binding, List<String> key) {
    public NewRow {
      key = List.copyOf(key);
    }
  }

  /** Puts values into a statement, from its first parameter on. */
  @FunctionalInterface
  interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }

  /** Reads the key's columns, in their order, of the row at which a result stands. */
  @FunctionalInterface
  interface KeyReader<K> {
    K read(ResultSet row) throws SQLException;
  }

  /**
   * Writes the row, or finds and locks the one that it meets, which stays as it is.
   *
   * @return the key of the row that was met; the row's own or empty when it was written
   */
  <K> Optional<K> meet(Connection connection, NewRow row, KeyReader<K> reader) throws SQLException;
}
