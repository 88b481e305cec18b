package dev.lockstep.sink.mariadb;

import dev.lockstep.schema.topic.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the target's definitions. */
final class Catalog {

  private static final Pattern COLLATION = Pattern.compile("[A-Za-z0-9_]{1,64}");

  private final Connection connection;

  Catalog(Connection connection) {
    this.connection = connection;
  }

  /** The table; empty when there is none that we may see. */
  Optional<TargetTable> table(TableName name) throws SQLException {
    Map<String, TargetTable.Column> columns = columns(name);
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new TargetTable(name, columns, uniqueKeys(name)));
  }

  private Map<String, TargetTable.Column> columns(TableName name) throws SQLException {
    Map<String, TargetTable.Column> columns = new HashMap<>();
    String sql =
        "SELECT COLUMN_NAME, IS_GENERATED, COLLATION_NAME, COLUMN_TYPE, IS_NULLABLE"
            + " FROM information_schema.COLUMNS"
            + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?";
    try (PreparedStatement statement = prepared(sql, name);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        String column = rows.getString(1);
        columns.put(
            column.toLowerCase(Locale.ROOT),
            new TargetTable.Column(
                column,
                "ALWAYS".equals(rows.getString(2)),
                Optional.ofNullable(rows.getString(3)),
                Objects.toString(rows.getString(4), ""),
                "YES".equals(rows.getString(5))));
      }
    }
    return columns;
  }

  private List<TargetTable.UniqueKey> uniqueKeys(TableName name) throws SQLException {
    Map<String, Set<String>> columns = new HashMap<>();
    Set<String> nullable = new HashSet<>();
    Set<String> partial = new HashSet<>();
    String sql =
        "SELECT INDEX_NAME, COLUMN_NAME, NULLABLE, SUB_PART FROM information_schema.STATISTICS"
            + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND NON_UNIQUE = 0";
    try (PreparedStatement statement = prepared(sql, name);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        String index = rows.getString(1);
        columns
            .computeIfAbsent(index, key -> new HashSet<>())
            .add(rows.getString(2).toLowerCase(Locale.ROOT));
        if ("YES".equals(rows.getString(3))) {
          nullable.add(index);
        }
        if (rows.getString(4) != null) {
          partial.add(index);
        }
      }
    }
    return columns.entrySet().stream()
        .map(
            key ->
                new TargetTable.UniqueKey(
                    key.getValue(),
                    nullable.contains(key.getKey()),
                    partial.contains(key.getKey())))
        .toList();
  }

  /** What a column has where nothing is said, as a literal; empty for NULL and for none. */
  Optional<String> defaultOf(TableName name, String column) throws SQLException {
    String sql =
        "SELECT COLUMN_DEFAULT FROM information_schema.COLUMNS"
            + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND COLUMN_NAME = ?";
    try (PreparedStatement statement = prepared(sql, name)) {
      statement.setString(3, column);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
      }
    }
  }

  /** The character set of a collation that this server has; empty for any other text. */
  Optional<String> charsetOf(String collation) throws SQLException {
    if (!COLLATION.matcher(collation).matches()) {
      return Optional.empty();
    }
    // uca1400 collations are listed without the character set they are used with.
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT CHARACTER_SET_NAME FROM"
                + " information_schema.COLLATION_CHARACTER_SET_APPLICABILITY"
                + " WHERE COLLATION_NAME = ? OR FULL_COLLATION_NAME = ? LIMIT 1")) {
      statement.setString(1, collation);
      statement.setString(2, collation);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
      }
    }
  }

  boolean hasSchema(String schema) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?")) {
      statement.setString(1, schema);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  private PreparedStatement prepared(String sql, TableName name) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setString(1, name.schema());
    statement.setString(2, name.table());
    return statement;
  }
}
