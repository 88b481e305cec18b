package dev.lockstep.launcher.fight.truth;

import dev.lockstep.engine.mysql.sql.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The columns of a table by name, each with the expression that prints every bit of its value, and
 * the columns of its primary key in their order.
 */
record Shape(Map<String, String> columns, List<String> key) {

  static TreeSet<String> tables(Connection connection, String schema) throws SQLException {
    String sql =
        "SELECT table_name FROM information_schema.tables"
            + " WHERE table_schema = ? AND table_type = 'BASE TABLE'";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, schema);
      try (ResultSet found = statement.executeQuery()) {
        TreeSet<String> names = new TreeSet<>();
        while (found.next()) {
          names.add(found.getString(1));
        }
        return names;
      }
    }
  }

  static Shape of(Connection connection, String schema, String table) throws SQLException {
    String sql =
        "SELECT c.column_name, c.data_type, s.seq_in_index FROM information_schema.columns c"
            + " LEFT JOIN information_schema.statistics s ON s.table_schema = c.table_schema"
            + " AND s.table_name = c.table_name AND s.column_name = c.column_name"
            + " AND s.index_name = 'PRIMARY' WHERE c.table_schema = ? AND c.table_name = ?";
    Map<String, String> columns = new TreeMap<>();
    Map<Integer, String> key = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, schema);
      statement.setString(2, table);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          String name = found.getString(1);
          columns.put(name.toLowerCase(Locale.ROOT), expression(name, found.getString(2)));
          if (found.getInt(3) > 0) {
            key.put(found.getInt(3), name);
          }
        }
      }
    }
    return new Shape(columns, new ArrayList<>(key.values()));
  }

  /** A FLOAT is printed with six digits only, and bytes may not be text. */
  private static String expression(String name, String type) {
    String column = SqlText.name(name);
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "float" -> "CAST(" + column + " AS DOUBLE)";
      case "bit",
          "binary",
          "varbinary",
          "tinyblob",
          "blob",
          "mediumblob",
          "longblob",
          "point",
          "geometry" ->
          "HEX(" + column + ")";
      default -> "CAST(" + column + " AS CHAR CHARACTER SET utf8mb4)";
    };
  }

  /** Key first, then every column by name. */
  String select(String schema, String table) {
    return "SELECT %s, %s FROM `%s`.`%s`"
        .formatted(
            key.stream()
                .map(name -> columns.getOrDefault(lower(name), name))
                .collect(Collectors.joining(", ")),
            String.join(", ", columns.values()),
            schema,
            table);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
