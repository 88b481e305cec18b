package dev.lockstep.sink.mariadb;

import dev.lockstep.schema.topic.TableName;
import dev.lockstep.sink.apply.Change;
import dev.lockstep.sink.apply.Operation;
import dev.lockstep.sink.apply.TargetError;
import dev.lockstep.sink.apply.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * The target's tables as one session knows them: created, widened and checked before rows come.
 *
 * <p>DDL commits by itself in MariaDB, so all of this happens outside of data transactions. Two
 * sessions may create the same thing at once; every statement tolerates that it is there already.
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
  private final Map<String, Notice> notices = new HashMap<>();

  /** What a table's rows were last compared with, and what there is to say of it. */
  private record Notice(TableName table, Schema row, TargetError error) {}

  Tables(Connection connection, boolean createTables, Errors errors) {
    this.connection = connection;
    this.catalog = new Catalog(connection);
    this.ddl = new TableDdl(catalog);
    this.createTables = createTables;
    this.errors = errors;
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
    // Definitions first: rows of other partitions may stand before the barrier in the same batch.
    for (Change change : changes) {
      if (change.operation() == Operation.SCHEMA) {
        forget(topic);
        onSchemaChange(topic, name, change);
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
        PreparedTable fitting = fit(name, prepared.get(topic), key, rowSchema, row != null);
        prepared.put(topic, fitting);
        if (row != null) {
          compare(topic, fitting.table(), row);
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

  /** What there is to say of a table that takes rows all the same. */
  Optional<TargetError> notice(String topic) {
    return Optional.ofNullable(notices.get(topic)).map(Notice::error);
  }

  /** Looks again at the tables of which there is something to say. */
  Set<String> lookAgain() throws TargetException {
    Set<String> topics = Set.copyOf(notices.keySet());
    for (String topic : topics) {
      Notice notice = Objects.requireNonNull(notices.get(topic));
      try {
        Optional<TargetTable> table = catalog.table(notice.table());
        if (table.isPresent()) {
          compare(topic, table.get(), notice.row());
        } else {
          notices.remove(topic);
        }
      } catch (SQLException e) {
        throw errors.onTable(notice.table(), e);
      }
    }
    return topics;
  }

  private void compare(String topic, TargetTable table, Schema row) throws TargetException {
    List<Narrower.Difference> differences = Narrower.of(table, row);
    if (differences.isEmpty()) {
      notices.remove(topic);
      return;
    }
    String columns =
        differences.stream()
            .map(
                difference ->
                    "column %s is %s at the source and %s there"
                        .formatted(
                            Avros.columnName(difference.field()),
                            difference.source(),
                            difference.target()))
            .collect(Collectors.joining("; "));
    TargetError error =
        TargetError.of(
            "definition",
            "Table %s on the target is narrower: %s. Values that do not fit become dead letters."
                .formatted(table.name(), columns),
            "Run on the target: " + statement(table.name(), differences));
    notices.put(topic, new Notice(table.name(), row, error));
  }

  private String statement(TableName table, List<Narrower.Difference> differences)
      throws TargetException {
    try {
      return ddl.modify(table, differences.stream().map(Narrower.Difference::field).toList());
    } catch (SQLException e) {
      throw errors.onTable(table, e);
    } catch (TableDdl.UnknownTypeException e) {
      // Types were parsed to be compared, so this is not reached; said all the same.
      return "ALTER TABLE %s, for %s".formatted(Sql.name(table), e.getMessage());
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
        compare(topic, widen(table.get(), row), row);
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
      TargetTable table = known == null ? find(name, key, row) : known.table();
      if (row != null && writesRows) {
        table = widen(table, row);
      }
      checkKey(table, key);
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

  private TargetTable find(TableName name, Schema key, @Nullable Schema row)
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
    try (Statement statement = connection.createStatement()) {
      if (!catalog.hasSchema(name.schema())) {
        statement.execute(
            "CREATE DATABASE IF NOT EXISTS " + Sql.name(name.schema()) + " CHARACTER SET utf8mb4");
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
            .filter(field -> table.column(Avros.columnName(field)).isEmpty())
            .toList();
    if (missing.isEmpty()) {
      return table;
    }
    String names = String.join(", ", missing.stream().map(Avros::columnName).toList());
    if (!createTables) {
      throw errors.refused(
          table.name(),
          "lacks the column " + names + ", which the source has",
          "Add it to the table, or set sink.create-tables: true.");
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(ddl.addColumns(table.name(), missing));
    } catch (TableDdl.UnknownTypeException e) {
      throw errors.refused(
          table.name(),
          "cannot be widened: " + e.getMessage(),
          "Add the column on the target by hand; the sink fills it by itself.");
    }
    return catalog
        .table(table.name())
        .orElseThrow(
            () -> errors.refused(table.name(), "has gone", "Create it again, or restart."));
  }

  private void checkKey(TargetTable table, Schema key) throws TargetException {
    List<String> names = Avros.columnNames(key);
    if (!table.isKey(names)) {
      throw errors.refused(
          table.name(),
          "has no primary key or unique key on exactly (" + String.join(", ", names) + ")",
          "Give it the source's primary key: without it a row cannot be found again.");
    }
  }
}
