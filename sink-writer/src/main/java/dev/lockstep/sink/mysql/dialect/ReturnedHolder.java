package dev.lockstep.sink.mysql.dialect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Collectors;

/** By {@code RETURNING}, which MariaDB has. */
final class ReturnedHolder implements Holder {

  @Override
  public <K> Optional<K> meet(Connection connection, NewRow row, KeyReader<K> reader)
      throws SQLException {
    String unchanged =
        row.key().stream().map(name -> name + "=" + name).collect(Collectors.joining(","));
    String sql =
        "%s ON DUPLICATE KEY UPDATE %s RETURNING %s"
            .formatted(row.insert(), unchanged, String.join(",", row.key()));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      row.binding().bind(statement);
      try (ResultSet met = statement.executeQuery()) {
        return met.next() ? Optional.of(reader.read(met)) : Optional.empty();
      }
    }
  }
}
