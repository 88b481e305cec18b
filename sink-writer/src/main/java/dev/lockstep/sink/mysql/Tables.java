package dev.lockstep.sink.mysql;

import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.schema.change.RowDefinition;
import dev.lockstep.schema.row.RowShape;
import dev.lockstep.schema.topic.TableName;
import dev.lockstep.sink.apply.Change;
import dev.lockstep.sink.apply.TargetError;
import dev.lockstep.sink.apply.TargetException;
import dev.lockstep.sink.apply.TargetSettings;
import dev.lockstep.sink.mysql.definition.Catalog;
import dev.lockstep.sink.mysql.definition.Definition;
import dev.lockstep.sink.mysql.definition.DefinitionMemory;
import dev.lockstep.sink.mysql.definition.FilledColumns;
import dev.lockstep.sink.mysql.definition.LeftBehind;
import dev.lockstep.sink.mysql.definition.TableDdl;
import dev.lockstep.sink.mysql.definition.TargetTable;
import dev.lockstep.sink.mysql.dialect.Dialect;
import dev.lockstep.sink.mysql.dialect.Errors;
import dev.lockstep.sink.mysql.row.PreparedTable;
import dev.lockstep.sink.mysql.type.Avros;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * The target's tables as one session knows them: created, widened and checked before rows come.
 *
 * <p>DDL commits by itself, so all of this happens outside of data transactions. Two sessions may
 * create the same thing at once; every statement tolerates that it is there already.
 */
final class Tables {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

  private final Connection connection;
  private final Catalog catalog;
  private final TableDdl ddl;
  private final boolean createTables;
  private final Errors errors;
  private final Map<String, PreparedTable> prepared = new HashMap<>();
  private final Map<String, Long> lookedNanos = new HashMap<>();
  private final Set<String> lookedNow = new HashSet<>();
  private final LeftBehind leftBehind;
  private final FilledColumns filledColumns;

  Tables(Connection connection, Dialect dialect, TargetSettings settings, Errors errors) {
    this.connection = connection;
    this.catalog = new Catalog(connection, dialect);
    this.ddl = new TableDdl(catalog, dialect);
    this.createTables = settings.createTables();
    this.errors = errors;
    DefinitionMemory memory =
        new DefinitionMemory(connection, settings.progressSchema(), settings.flow());
    this.leftBehind = new LeftBehind(catalog, ddl, errors, memory);
    this.filledColumns = new FilledColumns(catalog, settings.rereads());
  }

  /** The table of a topic after {@link #prepare}. */
  PreparedTable of(String topic) {
    PreparedTable table = prepared.get(topic);
    if (table == null) {
      throw new IllegalStateException("the table of " + topic + " was not prepared");
    }
    return table;
  }

  void forget(String topic) {
    prepared.remove(topic);
  }

  /** Whether its definition is of the last {@link #prepare}, and not remembered from before. */
  boolean isFresh(String topic) {
    return lookedNow.contains(topic);
  }

  /**
   * Definitions are looked at again now and then: a unique key that somebody adds to the target
   * decides how rows must be written.
   */
  private void forgetIfOld(String topic) {
    long now = System.nanoTime();
    Long looked = lookedNanos.putIfAbsent(topic, now);
    if (looked != null && now - looked >= LOOK_AGAIN.toNanos()) {
      lookedNanos.put(topic, now);
      forget(topic);
    }
  }

  void prepare(String topic, TableName name, List<Change> changes) throws TargetException {
    forgetIfOld(topic);
    lookedNow.remove(topic);
    // Definitions first: rows of other partitions may stand before the barrier in the same batch.
    for (Change change : changes) {
      switch (change.operation()) {
        case SCHEMA -> {
          forget(topic);
          onSchemaChange(topic, name, change);
        }
        case SNAPSHOT_START -> onSnapshot(name, change);
        case SNAPSHOT_END, TRUNCATE, UPSERT, DELETE, UNREADABLE -> {}
      }
    }
    Schema lastRow = null;
    Schema lastKey = null;
    for (Change change : changes) {
      if (change.operation().isBarrier()) {
        continue;
      }
      GenericRecord after = change.after();
      Schema row = after == null ? null : after.getSchema();
      Schema key = change.requireKey().columns().getSchema();
      if (row == lastRow && key == lastKey) {
        continue;
      }
      lastRow = row;
      lastKey = key;
      PreparedTable table = prepared.get(topic);
      boolean fits = table != null && table.takesKeys(key) && (row == null || table.takesRows(row));
      if (!fits) {
        Schema rowSchema = row != null ? row : change.rowSchema();
        PreparedTable fitting = fit(name, table, key, rowSchema, row != null);
        if (table == null) {
          lookedNow.add(topic);
        }
        prepared.put(topic, fitting);
        if (row != null) {
          leftBehind.compare(topic, fitting.table(), Definition.of(change, row));
        }
      }
    }
  }

  /** The table if it exists, for barriers, which create nothing. */
  Optional<PreparedTable> existing(TableName name, Schema key) throws TargetException {
    try {
      Optional<TargetTable> table = catalog.table(name);
      if (table.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          fit(name, new PreparedTable(table.get(), Avros.columnNames(key)), key, null, false));
    } catch (SQLException e) {
      throw errors.onTable(name, e);
    }
  }

  /** What there was to say of these tables before is said again if it is still true. */
  void recall(Map<String, TableName> tables) throws TargetException {
    leftBehind.recall(tables);
  }

  /** What there is to say of a table that takes rows all the same. */
  Optional<TargetError> notice(String topic) {
    return leftBehind.notice(topic);
  }

  /** Looks again at the tables of which there is something to say. */
  Set<String> lookAgain() throws TargetException {
    return leftBehind.lookAgain();
  }

  /**
   * A table is there from its first snapshot on, though it may have no row for years; one that may
   * not be made is missed then, and not only when its first row comes.
   */
  private void onSnapshot(TableName name, Change change) throws TargetException {
    Schema row = change.rowSchema();
    List<Schema.Field> key = row == null ? List.of() : RowDefinition.keyFields(row);
    if (row == null || key.isEmpty()) {
      return;
    }
    try {
      find(name, key, row);
    } catch (SQLException e) {
      throw errors.onTable(name, e);
    }
  }

  private void onSchemaChange(String topic, TableName name, Change change) throws TargetException {
    Schema row = change.rowSchema();
    if (row == null) {
      return;
    }
    try {
      Optional<TargetTable> table = catalog.table(name);
      if (table.isPresent()) {
        filledColumns.see(topic, table.get(), row);
        leftBehind.compare(topic, widen(table.get(), row), Definition.of(change, row));
      }
    } catch (SQLException e) {
      throw errors.onTable(name, e);
    }
  }

  private PreparedTable fit(
      TableName name,
      @Nullable PreparedTable known,
      Schema key,
      @Nullable Schema row,
      boolean writesRows)
      throws TargetException {
    try {
      TargetTable table = known == null ? find(name, key.getFields(), row) : known.table();
      if (row != null && writesRows) {
        table = widen(table, row);
      }
      checkKey(table, key, row);
      PreparedTable fitting =
          known != null && known.table() == table
              ? known
              : new PreparedTable(table, Avros.columnNames(key));
      fitting.keyPlan(key);
      if (row != null && writesRows) {
        fitting.rowPlan(row);
      }
      return fitting;
    } catch (SQLException e) {
      throw errors.onTable(name, e);
    }
  }

  private TargetTable find(TableName name, List<Schema.Field> key, @Nullable Schema row)
      throws SQLException, TargetException {
    Optional<TargetTable> table = catalog.table(name);
    if (table.isPresent()) {
      return table.get();
    }
    if (!createTables || row == null) {
      throw errors.refused(
          name,
          "does not exist, or its user may not see it",
          "Create it, grant SELECT, INSERT, UPDATE and DELETE on it, or set sink.create-tables: true.");
    }
    return create(name, key, row);
  }

  private TargetTable create(TableName name, List<Schema.Field> key, Schema row)
      throws SQLException, TargetException {
    try (Statement statement = connection.createStatement()) {
      if (!catalog.hasSchema(name.schema())) {
        statement.execute(
            "CREATE DATABASE IF NOT EXISTS "
                + SqlText.name(name.schema())
                + " CHARACTER SET utf8mb4");
      }
      statement.execute(ddl.create(name, key, row));
    } catch (TableDdl.UnknownTypeException e) {
      throw errors.refused(
          name,
          "cannot be created: " + e.getMessage(),
          "Create the table on the target by hand; the sink fills it by itself.");
    }
    return catalog
        .table(name)
        .orElseThrow(
            () ->
                errors.refused(
                    name,
                    "was created but cannot be seen",
                    "Grant SELECT, INSERT, UPDATE and DELETE on it."));
  }

  private TargetTable widen(TargetTable table, Schema row) throws SQLException, TargetException {
    List<Schema.Field> missing =
        row.getFields().stream()
            .filter(field -> table.column(RowShape.columnName(field)).isEmpty())
            .toList();
    if (missing.isEmpty()) {
      return table;
    }
    String names = String.join(", ", missing.stream().map(RowShape::columnName).toList());
    try (Statement statement = connection.createStatement()) {
      String sql = ddl.addColumns(table.name(), missing);
      if (!createTables) {
        throw errors.refused(
            table.name(),
            "lacks the column " + names + ", which the source has",
            "Run on the target: %s; or set sink.create-tables: true.".formatted(sql));
      }
      statement.execute(sql);
    } catch (SQLException e) {
      if (e.getErrorCode() != Errors.DUPLICATE_COLUMN) {
        throw e;
      }
      // Another session was first, and the server cannot be told to pass over what is there.
      TargetTable now = again(table);
      if (missing.stream().noneMatch(field -> now.column(RowShape.columnName(field)).isPresent())) {
        throw e;
      }
      return widen(now, row);
    } catch (TableDdl.UnknownTypeException e) {
      throw errors.refused(
          table.name(),
          "cannot be widened: " + e.getMessage(),
          "Add the column on the target by hand; the sink fills it by itself.");
    }
    return again(table);
  }

  private TargetTable again(TargetTable table) throws SQLException, TargetException {
    return catalog
        .table(table.name())
        .orElseThrow(
            () -> errors.refused(table.name(), "has gone", "Create it again, or restart."));
  }

  private void checkKey(TargetTable table, Schema key, @Nullable Schema row)
      throws TargetException {
    List<String> names = Avros.columnNames(key);
    if (!table.finds(names, row == null ? List.of() : Avros.columnNames(row))) {
      throw errors.refused(
          table.name(),
          "has no primary key or unique key on exactly (" + String.join(", ", names) + ")",
          "Give it the source's primary key: without it a row cannot be found again.");
    }
  }
}
