package dev.lockstep.producers.catalog;

import dev.lockstep.flow.Endpoint;
import dev.lockstep.schema.topic.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Base tables of a server from its {@code information_schema}. */
public final class Catalog {

  private static final String SYSTEM = "('mysql','information_schema','performance_schema','sys')";

  private static final String COLUMNS =
      """
      SELECT c.TABLE_SCHEMA, c.TABLE_NAME, c.COLUMN_NAME, c.COLUMN_TYPE, c.IS_NULLABLE,
             c.COLLATION_NAME, c.GENERATION_EXPRESSION, c.DATA_TYPE, t.ENGINE, t.TABLE_ROWS,
             UNIX_TIMESTAMP(t.CREATE_TIME), c.COLUMN_DEFAULT
      FROM information_schema.COLUMNS c
      JOIN information_schema.TABLES t
        ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME
      WHERE t.TABLE_TYPE = 'BASE TABLE' AND c.TABLE_SCHEMA NOT IN %s %s
      ORDER BY c.TABLE_SCHEMA, c.TABLE_NAME, c.ORDINAL_POSITION
      """;

  private static final String KEYS =
      """
      SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME FROM information_schema.STATISTICS
      WHERE INDEX_NAME = 'PRIMARY' AND TABLE_SCHEMA NOT IN %s %s
      ORDER BY TABLE_SCHEMA, TABLE_NAME, SEQ_IN_INDEX
      """;

  private static final String CHECKS =
      """
      SELECT CONSTRAINT_SCHEMA, TABLE_NAME, CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS
      WHERE LOWER(CHECK_CLAUSE) LIKE '%%json_valid%%' AND CONSTRAINT_SCHEMA NOT IN %s %s
      """;

  private static final String CASCADES =
      """
      SELECT CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, DELETE_RULE, UPDATE_RULE
      FROM information_schema.REFERENTIAL_CONSTRAINTS
      WHERE (DELETE_RULE IN ('CASCADE','SET NULL') OR UPDATE_RULE IN ('CASCADE','SET NULL'))
        AND CONSTRAINT_SCHEMA NOT IN %s %s
      """;

  private static final int NO_SUCH_SCHEMA = 1049;
  private static final int SCHEMA_DENIED = 1044;
  private static final int TABLE_DENIED = 1142;
  private static final int NO_SUCH_TABLE = 1146;

  private final Endpoint endpoint;

  public Catalog(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** The tables that a filter admits, in order of their names. */
  public Map<TableName, TableFacts> tables(Connection connection, Predicate<TableName> filter) {
    try {
      return read(connection, filter, Optional.empty());
    } catch (SQLException e) {
      throw Databases.explained(endpoint, e);
    }
  }

  /** One table; empty when there is none of that name. */
  public Optional<TableFacts> table(Connection connection, TableName table) {
    try {
      return Optional.ofNullable(read(connection, table::equals, Optional.of(table)).get(table));
    } catch (SQLException e) {
      throw Databases.explained(endpoint, e);
    }
  }

  /**
   * Whether a table is surely no longer there. One that this account may not see any more is not
   * listed either: to take that for dropped would empty the copy.
   */
  public boolean isGone(Connection connection, TableName table) {
    String name = quoted(table.schema()) + "." + quoted(table.table());
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1 FROM " + name + " LIMIT 0");
      return false;
    } catch (SQLException e) {
      if (e.getErrorCode() == NO_SUCH_TABLE || e.getErrorCode() == NO_SUCH_SCHEMA) {
        return true;
      }
      if (e.getErrorCode() == TABLE_DENIED || e.getErrorCode() == SCHEMA_DENIED) {
        return false;
      }
      throw Databases.explained(endpoint, e);
    }
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  private static final class Draft {
    final List<ColumnRow> columns = new ArrayList<>();
    final List<String> primaryKey = new ArrayList<>();
    final List<String> jsonChecks = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    long rows;
    Optional<Instant> created = Optional.empty();
  }

  private record ColumnRow(
      String name,
      String type,
      boolean nullable,
      String collation,
      boolean generated,
      boolean defaulted) {}

  private Map<TableName, TableFacts> read(
      Connection connection, Predicate<TableName> filter, Optional<TableName> only)
      throws SQLException {
    Map<TableName, Draft> drafts = new LinkedHashMap<>();
    query(
        connection,
        COLUMNS,
        "c.TABLE_SCHEMA",
        "c.TABLE_NAME",
        only,
        row -> column(row, filter, drafts));
    query(
        connection,
        KEYS,
        "TABLE_SCHEMA",
        "TABLE_NAME",
        only,
        row -> draft(drafts, row).ifPresent(draft -> draft.primaryKey.add(text(row, 3))));
    query(
        connection,
        CHECKS,
        "CONSTRAINT_SCHEMA",
        "TABLE_NAME",
        only,
        row -> draft(drafts, row).ifPresent(draft -> draft.jsonChecks.add(text(row, 3))));
    query(
        connection,
        CASCADES,
        "CONSTRAINT_SCHEMA",
        "TABLE_NAME",
        only,
        row -> draft(drafts, row).ifPresent(draft -> draft.warnings.add(cascade(row))));
    Map<TableName, TableFacts> tables = new TreeMap<>();
    drafts.forEach((name, draft) -> tables.put(name, finished(name, draft)));
    return tables;
  }

  private static void column(
      ResultSet row, Predicate<TableName> filter, Map<TableName, Draft> drafts)
      throws SQLException {
    TableName name = new TableName(row.getString(1), row.getString(2));
    if (!filter.test(name)) {
      return;
    }
    Draft draft = drafts.get(name);
    if (draft == null) {
      draft = new Draft();
      draft.rows = row.getLong(10);
      long created = row.getLong(11);
      draft.created =
          row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochSecond(created));
      String engine = row.getString(9);
      if (engine != null && !engine.equalsIgnoreCase("InnoDB")) {
        draft.warnings.add(
            "Engine %s has no transactions: a statement that fails half-way leaves rows that the log may not tell of."
                .formatted(engine));
      }
      drafts.put(name, draft);
    }
    String generation = row.getString(7);
    String collation = row.getString(6);
    draft.columns.add(
        new ColumnRow(
            row.getString(3),
            row.getString(4),
            row.getString(5).equalsIgnoreCase("YES"),
            collation == null ? "" : collation,
            generation != null && !generation.isEmpty(),
            isValue(row.getString(12))));
  }

  /** A default that is NULL is told as that word, no default at all as no value. */
  private static boolean isValue(@Nullable String defaultValue) {
    return defaultValue != null && !defaultValue.equalsIgnoreCase("NULL");
  }

  private static String cascade(ResultSet row) {
    return "Foreign key %s acts by itself (ON DELETE %s, ON UPDATE %s): the database writes no row changes to its log for that."
        .formatted(text(row, 3), text(row, 4), text(row, 5));
  }

  private static TableFacts finished(TableName name, Draft draft) {
    List<ColumnFacts> columns =
        draft.columns.stream()
            .map(
                c ->
                    new ColumnFacts(
                        c.name,
                        c.type,
                        c.nullable,
                        c.collation.isEmpty() ? Optional.empty() : Optional.of(c.collation),
                        isJson(c, draft.jsonChecks),
                        c.generated,
                        c.generated || c.defaulted || !c.nullable))
            .toList();
    return new TableFacts(
        name, columns, draft.primaryKey, draft.rows, draft.created, draft.warnings);
  }

  private static boolean isJson(ColumnRow column, List<String> checks) {
    String wanted = "json_valid(`" + column.name.toLowerCase(Locale.ROOT) + "`)";
    return column.type.equalsIgnoreCase("json")
        || checks.stream().anyMatch(check -> check.toLowerCase(Locale.ROOT).contains(wanted));
  }

  private interface RowReader {
    void accept(ResultSet row) throws SQLException;
  }

  private static void query(
      Connection connection,
      String sql,
      String schemaColumn,
      String tableColumn,
      Optional<TableName> only,
      RowReader reader)
      throws SQLException {
    String narrowed =
        only.isPresent() ? "AND " + schemaColumn + " = ? AND " + tableColumn + " = ?" : "";
    try (PreparedStatement statement =
        connection.prepareStatement(sql.formatted(SYSTEM, narrowed))) {
      if (only.isPresent()) {
        statement.setString(1, only.get().schema());
        statement.setString(2, only.get().table());
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          reader.accept(rows);
        }
      }
    }
  }

  private static Optional<Draft> draft(Map<TableName, Draft> drafts, ResultSet row) {
    return Optional.ofNullable(drafts.get(new TableName(text(row, 1), text(row, 2))));
  }

  private static String text(ResultSet row, int column) {
    try {
      return row.getString(column);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
