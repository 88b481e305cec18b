package dev.lockstep.launcher.demo.inject;

import dev.lockstep.launcher.demo.shop.RawValue;
import dev.lockstep.launcher.demo.shop.Shop;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A row of the target byte for byte as the server writes it, so that any change of it shows. */
record TargetRow(Map<String, Optional<Bytes>> columns) {

  /** Bytes with equality. */
  record Bytes(byte[] value) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }
  }

  /** Which row: its table and the values of its key columns, in key order. */
  record Key(String table, List<Long> values) {

    String where() {
      List<String> columns = Shop.keyColumns(table);
      StringBuilder where = new StringBuilder();
      for (int i = 0; i < columns.size(); i++) {
        where.append(i == 0 ? "" : " AND ").append(columns.get(i)).append(" = ");
        where.append(values.get(i));
      }
      return where.toString();
    }

    /** As a verdict writes it. */
    String text() {
      return where().replace(" AND ", ",").replace(" = ", "=");
    }
  }

  /** Reads and locks a row, if it is there. */
  static Optional<TargetRow> lock(Connection connection, Key key) throws SQLException {
    String sql = "SELECT * FROM " + key.table() + " WHERE " + key.where() + " FOR UPDATE";
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      if (!found.next()) {
        return Optional.empty();
      }
      ResultSetMetaData meta = found.getMetaData();
      Map<String, Optional<Bytes>> columns = new LinkedHashMap<>();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        columns.put(
            meta.getColumnName(i), Optional.ofNullable(RawValue.of(found, i)).map(Bytes::new));
      }
      return Optional.of(new TargetRow(columns));
    }
  }

  /** Columns whose bytes differ, sorted. */
  List<String> changedTo(TargetRow other) {
    return columns.keySet().stream()
        .filter(column -> !Objects.equals(columns.get(column), other.columns.get(column)))
        .sorted()
        .collect(Collectors.toList());
  }
}
