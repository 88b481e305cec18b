package dev.lockstep.engine.mysql;

import dev.lockstep.engine.mysql.sql.ColumnTypes;
import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.engine.table.ColumnFacts;
import dev.lockstep.engine.table.Refusal;
import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.schema.topic.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tables of a server, sequences and views, from its {@code information_schema} and from how it
 * would make them again.
 */
public final class TableCatalog {

  /** Those of either server, in parentheses. */
  public static final String SYSTEM =
      EndpointType.MYSQL.systemSchemas().stream()
          .map(SqlText::text)
          .collect(Collectors.joining(",", "(", ")"));

  private static final String COLUMNS =
      """
      SELECT c.TABLE_SCHEMA, c.TABLE_NAME, c.COLUMN_NAME, c.COLUMN_TYPE, c.IS_NULLABLE,
             c.COLLATION_NAME, c.GENERATION_EXPRESSION, c.DATA_TYPE, t.ENGINE, t.TABLE_ROWS,
             UNIX_TIMESTAMP(t.CREATE_TIME), c.COLUMN_DEFAULT, t.TABLE_TYPE
      FROM information_schema.COLUMNS c
      JOIN information_schema.TABLES t
        ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME
       AND CAST(t.TABLE_SCHEMA AS BINARY) = CAST(c.TABLE_SCHEMA AS BINARY)
       AND CAST(t.TABLE_NAME AS BINARY) = CAST(c.TABLE_NAME AS BINARY)
      WHERE t.TABLE_TYPE IN ('BASE TABLE','SYSTEM VERSIONED','SEQUENCE') AND c.TABLE_SCHEMA NOT IN %s %s
      ORDER BY c.TABLE_SCHEMA, c.TABLE_NAME, c.ORDINAL_POSITION
      """;

  private static final String VIEWS =
      """
      SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES
      WHERE TABLE_TYPE = 'VIEW' AND TABLE_SCHEMA NOT IN %s %s
      ORDER BY TABLE_SCHEMA, TABLE_NAME
      """;

  private static final String KEYS =
      """
      SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME FROM information_schema.STATISTICS
      WHERE INDEX_NAME = 'PRIMARY' AND TABLE_SCHEMA NOT IN %s %s
      ORDER BY TABLE_SCHEMA, TABLE_NAME, SEQ_IN_INDEX
      """;

  /** What is read of one table leaves out others of nearly its name. */
  private static final String TWINS =
      "SELECT TABLE_NAME FROM information_schema.TABLES"
          + " WHERE TABLE_SCHEMA = ? AND LOWER(TABLE_NAME) = LOWER(?)"
          + " AND CAST(TABLE_NAME AS BINARY) <> CAST(? AS BINARY)";

  private static final int NO_SUCH_SCHEMA = 1049;
  private static final int SCHEMA_DENIED = 1044;
  private static final int TABLE_DENIED = 1142;
  private static final int NO_SUCH_TABLE = 1146;

  /** Present where the database itself changes rows by foreign keys in plain sight of its log. */
  private static final String NATIVE_KEYS =
      "SHOW GLOBAL VARIABLES LIKE 'innodb_native_foreign_keys'";

  private final ServerEndpoint endpoint;
  private final boolean tellsNull;
  private final Predicate<TableName> followed;

  private TableCatalog(ServerEndpoint endpoint, boolean tellsNull, Predicate<TableName> followed) {
    this.endpoint = endpoint;
    this.tellsNull = tellsNull;
    this.followed = followed;
  }

  /**
   * Of a MariaDB server, which tells a default that is NULL as that word.
   *
   * @param followed whether a table is captured already: asked only of those whose names differ in
   *     nothing but capitals, of which that one goes on
   */
  public static TableCatalog ofMariaDb(ServerEndpoint endpoint, Predicate<TableName> followed) {
    return new TableCatalog(endpoint, true, followed);
  }

  public static TableCatalog ofMariaDb(ServerEndpoint endpoint) {
    return ofMariaDb(endpoint, table -> false);
  }

  /** Of a MySQL server, where that word would be a text. */
  public static TableCatalog ofMySql(ServerEndpoint endpoint, Predicate<TableName> followed) {
    return new TableCatalog(endpoint, false, followed);
  }

  /** The tables that a filter admits, in order of their names. */
  public Map<TableName, TableFacts> tables(Connection connection, Predicate<TableName> filter) {
    try {
      return read(connection, filter, Optional.empty());
    } catch (SQLException e) {
      throw AccessErrors.explained(endpoint, e);
    }
  }

  /** One table; empty when there is none of that name. */
  public Optional<TableFacts> table(Connection connection, TableName table) {
    try {
      return Optional.ofNullable(read(connection, table::equals, Optional.of(table)).get(table));
    } catch (SQLException e) {
      throw AccessErrors.explained(endpoint, e);
    }
  }

  /**
   * Whether a table is surely no longer there. One that this account may not see any more is not
   * listed either: to take that for dropped would empty the copy.
   */
  public boolean isGone(Connection connection, TableName table) {
    String name = SqlText.name(table.schema()) + "." + SqlText.name(table.table());
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
      throw AccessErrors.explained(endpoint, e);
    }
  }

  private static final class Draft {
    final List<ColumnRow> columns = new ArrayList<>();
    final List<String> primaryKey = new ArrayList<>();
    Optional<ShownDefinition> definition = Optional.empty();
    Optional<Refusal> refusal = Optional.empty();
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
    query(connection, COLUMNS, "c.TABLE_SCHEMA", "c.TABLE_NAME", only, row -> column(row, drafts));
    query(connection, VIEWS, "TABLE_SCHEMA", "TABLE_NAME", only, row -> view(row, drafts));
    markTwins(drafts);
    query(
        connection,
        KEYS,
        "TABLE_SCHEMA",
        "TABLE_NAME",
        only,
        row -> draft(drafts, row).ifPresent(draft -> draft.primaryKey.add(text(row, 3))));
    drafts.keySet().removeIf(table -> !filter.test(table));
    Draft one = only.map(drafts::get).orElse(null);
    if (one != null) {
      markTwin(connection, only.orElseThrow(), one);
    }
    boolean cascadesAreLogged = cascadesAreLogged(connection);
    for (Map.Entry<TableName, Draft> draft : drafts.entrySet()) {
      define(connection, draft.getKey(), draft.getValue(), cascadesAreLogged);
    }
    Map<TableName, TableFacts> tables = new TreeMap<>();
    drafts.forEach((name, draft) -> tables.put(name, finished(name, draft)));
    return tables;
  }

  private void markTwin(Connection connection, TableName table, Draft draft) throws SQLException {
    List<TableName> alike = new ArrayList<>(List.of(table));
    try (PreparedStatement statement = connection.prepareStatement(TWINS)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      statement.setString(3, table.table());
      try (ResultSet twins = statement.executeQuery()) {
        while (twins.next()) {
          alike.add(new TableName(table.schema(), twins.getString(1)));
        }
      }
    }
    draft.refusal = draft.refusal.or(() -> twinOf(table, alike));
  }

  /** Of tables beside each other whose names differ in nothing but capitals. */
  private void markTwins(Map<TableName, Draft> drafts) {
    Map<String, List<TableName>> byName = new HashMap<>();
    drafts
        .keySet()
        .forEach(
            name ->
                byName
                    .computeIfAbsent(
                        name.toString().toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                    .add(name));
    byName
        .values()
        .forEach(
            alike ->
                alike.forEach(
                    name -> {
                      Draft draft = Objects.requireNonNull(drafts.get(name));
                      draft.refusal = draft.refusal.or(() -> twinOf(name, alike));
                    }));
  }

  /** The one that is followed goes on, and others of nearly its name cannot join it. */
  private Optional<Refusal> twinOf(TableName table, List<TableName> alike) {
    if (alike.size() < 2) {
      return Optional.empty();
    }
    List<TableName> known = alike.stream().filter(followed).toList();
    if (known.equals(List.of(table))) {
      return Optional.empty();
    }
    TableName other =
        Stream.concat(known.stream(), alike.stream())
            .filter(name -> !name.equals(table))
            .findFirst()
            .orElseThrow();
    return Optional.of(Refusals.twin(table, other));
  }

  private static boolean cascadesAreLogged(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(NATIVE_KEYS)) {
      return row.next() && row.getString(2).equalsIgnoreCase("OFF");
    }
  }

  private static void define(
      Connection connection, TableName table, Draft draft, boolean cascadesAreLogged)
      throws SQLException {
    if (draft.refusal.isPresent()) {
      return;
    }
    String name = SqlText.name(table.schema()) + "." + SqlText.name(table.table());
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW CREATE TABLE " + name)) {
      if (row.next()) {
        ShownDefinition definition = new ShownDefinition(row.getString(2));
        draft.definition = Optional.of(definition);
        if (!cascadesAreLogged) {
          draft.warnings.addAll(definition.cascades());
        }
      }
    } catch (SQLException e) {
      if (e.getErrorCode() != TABLE_DENIED && e.getErrorCode() != NO_SUCH_TABLE) {
        throw e;
      }
      draft.warnings.add(
          "Whether foreign keys of it act by themselves could not be known, as the account may not see its definition (SHOW CREATE TABLE): GRANT SELECT on the whole table.");
    }
  }

  private static void view(ResultSet row, Map<TableName, Draft> drafts) throws SQLException {
    TableName name = new TableName(row.getString(1), row.getString(2));
    Draft draft = new Draft();
    draft.refusal = Optional.of(Refusals.view(name));
    drafts.put(name, draft);
  }

  private void column(ResultSet row, Map<TableName, Draft> drafts) throws SQLException {
    TableName name = new TableName(row.getString(1), row.getString(2));
    Draft draft = drafts.get(name);
    if (draft == null) {
      draft = new Draft();
      draft.rows = row.getLong(10);
      long created = row.getLong(11);
      draft.created =
          row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochSecond(created));
      String engine = row.getString(9);
      draft.refusal = Refusals.of(name, row.getString(13), engine == null ? "" : engine);
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

  /** No default at all is told as no value. */
  private boolean isValue(@Nullable String defaultValue) {
    return defaultValue != null && !(tellsNull && defaultValue.equalsIgnoreCase("NULL"));
  }

  private static TableFacts finished(TableName name, Draft draft) {
    List<ColumnFacts> columns =
        draft.columns.stream()
            .map(
                c ->
                    ColumnTypes.column(
                        c.name,
                        c.type,
                        c.nullable,
                        c.collation.isEmpty() ? Optional.empty() : Optional.of(c.collation),
                        isJson(c, draft.definition),
                        c.generated,
                        c.generated || c.defaulted || !c.nullable))
            .toList();
    return new TableFacts(
        name,
        columns,
        draft.refusal.isPresent() ? List.of() : draft.primaryKey,
        draft.rows,
        draft.created,
        draft.warnings,
        draft.refusal);
  }

  private static boolean isJson(ColumnRow column, Optional<ShownDefinition> definition) {
    return column.type.equalsIgnoreCase("json")
        || definition.map(known -> known.checksJson(column.name)).orElse(false);
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
