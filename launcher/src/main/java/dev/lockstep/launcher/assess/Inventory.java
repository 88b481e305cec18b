package dev.lockstep.launcher.assess;

import dev.lockstep.engine.mysql.SqlText;
import dev.lockstep.schema.topic.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Everything in a server's lists of tables, also what no flow can take. */
final class Inventory {

  private static final String OTHERS =
      " TABLE_SCHEMA NOT IN ('mysql','information_schema','performance_schema','sys')";

  private static final Pattern ACTION =
      Pattern.compile(
          "CONSTRAINT `((?:[^`]|``)+)` FOREIGN KEY .* ON (?:DELETE|UPDATE) (?:CASCADE|SET NULL).*");

  private Inventory() {}

  static List<String> schemas(Connection connection) throws SQLException {
    List<String> schemas = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA")) {
      while (rows.next()) {
        schemas.add(rows.getString(1));
      }
    }
    return schemas;
  }

  static List<ListedTable> read(Connection connection) throws SQLException {
    Map<TableName, Map<String, String>> columns = columns(connection);
    Set<TableName> keyed = keyed(connection);
    List<ListedTable> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_ROWS,"
                    + " COALESCE(DATA_LENGTH, 0) FROM information_schema.TABLES WHERE"
                    + OTHERS
                    + " ORDER BY 1, 2")) {
      while (rows.next()) {
        TableName name = new TableName(rows.getString(1), rows.getString(2));
        String engine = rows.getString(4);
        boolean plain = rows.getString(3).equals("BASE TABLE");
        tables.add(
            new ListedTable(
                name,
                rows.getString(3),
                engine == null ? "" : engine,
                rows.getLong(5),
                rows.getLong(6),
                keyed.contains(name),
                columns.getOrDefault(name, Map.of()),
                plain ? actions(connection, name) : List.of()));
      }
    }
    return tables;
  }

  private static Map<TableName, Map<String, String>> columns(Connection connection)
      throws SQLException {
    Map<TableName, Map<String, String>> columns = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, DATA_TYPE"
                    + " FROM information_schema.COLUMNS WHERE"
                    + OTHERS)) {
      while (rows.next()) {
        columns
            .computeIfAbsent(
                new TableName(rows.getString(1), rows.getString(2)), table -> new LinkedHashMap<>())
            .put(rows.getString(3), rows.getString(4));
      }
    }
    return columns;
  }

  private static Set<TableName> keyed(Connection connection) throws SQLException {
    Set<TableName> keyed = new HashSet<>();
    // Not DISTINCT: to the server, names that differ in case only are the same.
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.STATISTICS"
                    + " WHERE INDEX_NAME = 'PRIMARY' AND"
                    + OTHERS)) {
      while (rows.next()) {
        keyed.add(new TableName(rows.getString(1), rows.getString(2)));
      }
    }
    return keyed;
  }

  /**
   * From the table's own statement: the list of referential constraints is hidden from accounts
   * that may only read.
   */
  private static List<String> actions(Connection connection, TableName table) throws SQLException {
    List<String> actions = new ArrayList<>();
    String name = SqlText.name(table);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW CREATE TABLE " + name)) {
      if (row.next()) {
        for (String line : row.getString(2).split("\n", -1)) {
          Matcher matcher = ACTION.matcher(line.strip());
          if (matcher.matches()) {
            actions.add(matcher.group(1));
          }
        }
      }
    }
    return actions;
  }
}
