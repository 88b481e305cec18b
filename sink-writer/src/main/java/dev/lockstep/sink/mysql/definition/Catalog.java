package dev.lockstep.sink.mysql.definition;

import dev.lockstep.schema.topic.TableName;
import dev.lockstep.sink.mysql.dialect.Dialect;
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
public final class Catalog {

  private static final Pattern COLLATION = Pattern.compile("[A-Za-z0-9_]{1,64}");

  /** Stands in a key for what is no column but computed; no column has this name. */
  private static final String EXPRESSION = "";

  private final Connection connection;
  private final Dialect dialect;

  public Catalog(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** The table; empty when there is none that we may see. */
  public Optional<TargetTable> table(TableName name) throws SQLException {
    Map<String, TargetTable.Column> columns = columns(name);
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new TargetTable(name, columns, uniqueKeys(name)));
  }

  private Map<String, TargetTable.Column> columns(TableName name) throws SQLException {
    Map<String, TargetTable.Column> columns = new HashMap<>();
    String sql =
        "SELECT COLUMN_NAME, COALESCE(GENERATION_EXPRESSION, '') <> '', COLLATION_NAME,"
            + " COLUMN_TYPE, IS_NULLABLE"
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
                rows.getInt(2) != 0,
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
        String column = rows.getString(2);
        columns
            .computeIfAbsent(index, key -> new HashSet<>())
            .add(column == null ? EXPRESSION : column.toLowerCase(Locale.ROOT));
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
  public Optional<String> defaultOf(TableName name, String column) throws SQLException {
    String sql =
        "SELECT COLUMN_DEFAULT, COLLATION_NAME, EXTRA FROM information_schema.COLUMNS"
            + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND COLUMN_NAME = ?";
    try (PreparedStatement statement = prepared(sql, name)) {
      statement.setString(3, column);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next()
            ? dialect.defaultLiteral(
                rows.getString(1), rows.getString(2), Objects.toString(rows.getString(3), ""))
            : Optional.empty();
      }
    }
  }

  /** The character set of a collation that this server has; empty for any other text. */
  public Optional<String> charsetOf(String collation) throws SQLException {
    if (!COLLATION.matcher(collation).matches()) {
      return Optional.empty();
    }
    try (PreparedStatement statement = connection.prepareStatement(dialect.charsetOfCollation())) {
      statement.setString(1, collation);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
      }
    }
  }

  public boolean hasSchema(String schema) throws SQLException {
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
