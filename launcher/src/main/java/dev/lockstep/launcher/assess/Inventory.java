package dev.lockstep.launcher.assess;

import dev.lockstep.engine.mysql.ShownDefinition;
import dev.lockstep.engine.mysql.TableCatalog;
import dev.lockstep.engine.mysql.sql.ColumnTypes;
import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.engine.table.ColumnFacts;
import dev.lockstep.schema.topic.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything in a server's lists of tables, also what no flow can take. */
final class Inventory {

  private static final String OTHERS = " TABLE_SCHEMA NOT IN " + TableCatalog.SYSTEM;

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
    Map<TableName, List<ColumnRow>> columns = columns(connection);
    Map<TableName, List<String>> keys = keys(connection);
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
        ShownDefinition shown =
            new ShownDefinition(
                rows.getString(3).equals("BASE TABLE") ? shown(connection, name) : "");
        tables.add(
            new ListedTable(
                name,
                rows.getString(3),
                engine == null ? "" : engine,
                rows.getLong(5),
                rows.getLong(6),
                keys.getOrDefault(name, List.of()),
                columns.getOrDefault(name, List.of()).stream()
                    .map(column -> column.facts(shown))
                    .toList(),
                shown.actingKeys()));
      }
    }
    return tables;
  }

  /** A column as the list of columns has it. */
  private record ColumnRow(
      String name, String type, boolean nullable, Optional<String> collation, boolean generated) {

    ColumnFacts facts(ShownDefinition shown) {
      return ColumnTypes.column(
          name, type, nullable, collation, shown.checksJson(name), generated, false);
    }
  }

  private static Map<TableName, List<ColumnRow>> columns(Connection connection)
      throws SQLException {
    Map<TableName, List<ColumnRow>> columns = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE,"
                    + " COLLATION_NAME, COALESCE(GENERATION_EXPRESSION, '') <> ''"
                    + " FROM information_schema.COLUMNS WHERE"
                    + OTHERS
                    + " ORDER BY 1, 2, ORDINAL_POSITION")) {
      while (rows.next()) {
        columns
            .computeIfAbsent(
                new TableName(rows.getString(1), rows.getString(2)), table -> new ArrayList<>())
            .add(
                new ColumnRow(
                    rows.getString(3),
                    rows.getString(4),
                    rows.getString(5).equalsIgnoreCase("YES"),
                    Optional.ofNullable(rows.getString(6)),
                    rows.getBoolean(7)));
      }
    }
    return columns;
  }

  private static Map<TableName, List<String>> keys(Connection connection) throws SQLException {
    Map<TableName, List<String>> keys = new HashMap<>();
    // Not DISTINCT: to the server, names that differ in case only are the same.
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME FROM information_schema.STATISTICS"
                    + " WHERE INDEX_NAME = 'PRIMARY' AND"
                    + OTHERS
                    + " ORDER BY 1, 2, SEQ_IN_INDEX")) {
      while (rows.next()) {
        keys.computeIfAbsent(
                new TableName(rows.getString(1), rows.getString(2)), table -> new ArrayList<>())
            .add(rows.getString(3));
      }
    }
    return keys;
  }

  /**
   * The table's own statement: lists of constraints are hidden from accounts that may only read.
   */
  private static String shown(Connection connection, TableName table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW CREATE TABLE " + SqlText.name(table))) {
      return row.next() ? row.getString(2) : "";
    }
  }
}
