package dev.lockstep.sink.mysql.dialect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * By variables of the session, since MySQL has no {@code RETURNING}: the update that would follow a
 * conflict puts the key of the row that is there into them and leaves it as it is. MySQL advises
 * against such assignments, but has nothing else that tells the row. The key is then read from the
 * table, since variables have fewer types than columns.
 */
final class VariableHolder implements Holder {

  @Override
  public <K> Optional<K> meet(Connection connection, NewRow row, KeyReader<K> reader)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET " + each(row, ",", i -> variable(i) + "=NULL"));
    }
    String kept =
        each(row, ",", i -> column(row, i) + "=(" + variable(i) + ":=" + column(row, i) + ")");
    try (PreparedStatement statement =
        connection.prepareStatement(row.insert() + " ON DUPLICATE KEY UPDATE " + kept)) {
      row.binding().bind(statement);
      statement.executeUpdate();
    }
    String sql =
        "SELECT %s FROM %s WHERE %s"
            .formatted(
                String.join(",", row.key()),
                row.table(),
                each(row, " AND ", i -> column(row, i) + "=" + variable(i)));
    try (Statement statement = connection.createStatement();
        ResultSet met = statement.executeQuery(sql)) {
      return met.next() ? Optional.of(reader.read(met)) : Optional.empty();
    }
  }

  private static String column(NewRow row, int index) {
    return row.key().get(index);
  }

  private static String variable(int index) {
    return "@lockstep_" + index;
  }

  private static String each(NewRow row, String between, IntFunction<String> part) {
    return IntStream.range(0, row.key().size()).mapToObj(part).collect(Collectors.joining(between));
  }
}
