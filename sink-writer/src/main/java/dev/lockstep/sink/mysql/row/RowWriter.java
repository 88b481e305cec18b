package dev.lockstep.sink.mysql.row;

import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.sink.apply.Change;
import dev.lockstep.sink.apply.Wave;
import dev.lockstep.sink.mysql.dialect.Dialect;
import dev.lockstep.sink.mysql.dialect.Errors;
import dev.lockstep.sink.mysql.dialect.Holder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * Writes waves of row changes by multi-row statements, bounded by rows and by bytes.
 *
 * <p>A table with unique keys besides the row's own is written by delete and plain insert: there an
 * upsert would silently change whichever row holds the unique value, while an insert fails.
 */
public final class RowWriter {

  static final int MAX_ROWS = 1000;

  /** Text of a value may be twice its bytes when everything in it needs an escape. */
  private static final int GROWTH = 2;

  private final Connection connection;
  private final Dialect dialect;
  private final long maxBytes;

  public RowWriter(Connection connection, Dialect dialect, long maxBytes) {
    this.connection = connection;
    this.dialect = dialect;
    this.maxBytes = maxBytes;
  }

  public void write(PreparedTable table, Wave wave) throws SQLException {
    if (table.hasOtherUniqueKeys()) {
      List<Change> all = new ArrayList<>(wave.deletes());
      all.addAll(wave.upserts());
      delete(table, all);
      insert(table, wave.upserts(), false);
    } else {
      delete(table, wave.deletes());
      insert(table, wave.upserts(), true);
    }
  }

  /**
   * The same where rows may make way. Whom a row meets, by whatever unique key, the server itself
   * tells: on part of a column, or on one that it computes, nobody else could say.
   */
  public void write(PreparedTable table, Wave wave, OutdatedHolders holders) throws SQLException {
    List<Change> all = new ArrayList<>(wave.deletes());
    all.addAll(wave.upserts());
    delete(table, all);
    for (Group group : bySchema(wave.upserts(), Change::requireAfter)) {
      for (List<Change> some : bounded(group.changes())) {
        insertMakingWay(table, some, holders);
      }
    }
  }

  private void insertMakingWay(PreparedTable table, List<Change> some, OutdatedHolders holders)
      throws SQLException {
    try {
      insert(table, some, false);
    } catch (SQLException e) {
      // The server has undone this statement, and nothing before it.
      if (e.getErrorCode() != Errors.DUPLICATE_KEY) {
        throw e;
      }
      if (some.size() > 1) {
        int half = some.size() / 2;
        insertMakingWay(table, some.subList(0, half), holders);
        insertMakingWay(table, some.subList(half, some.size()), holders);
      } else if (makesWay(table, some.getFirst(), holders)) {
        insertMakingWay(table, some, holders);
      } else {
        throw e;
      }
    }
  }

  /** Removes the row that this one meets, if that one is out of date. */
  private boolean makesWay(PreparedTable table, Change change, OutdatedHolders holders)
      throws SQLException {
    RowPlan plan = table.rowPlan(change.requireAfter().getSchema());
    GenericRecord own = RowPlan.keyOf(change);
    Holder.NewRow row =
        new Holder.NewRow(
            table.sqlName(),
            head(table, plan) + row(plan),
            statement -> plan.bind(statement, 1, change.requireAfter()),
            holders.columns());
    // Whom it had met may be gone by now: then it is there itself, and is written once more.
    GenericRecord met = dialect.holder().meet(connection, row, holders::read).orElse(own);
    boolean outdated = holders.isSame(met, own) || holders.isOutdated(met);
    if (outdated) {
      deleteKeys(table, table.keyPlan(own.getSchema()), List.of(met));
    }
    return outdated;
  }

  private void delete(PreparedTable table, List<Change> changes) throws SQLException {
    for (Group group : bySchema(changes, RowPlan::keyOf)) {
      RowPlan plan = table.keyPlan(group.schema());
      deleteKeys(table, plan, group.changes().stream().map(RowPlan::keyOf).toList());
    }
  }

  public void deleteKeys(PreparedTable table, RowPlan plan, List<GenericRecord> keys)
      throws SQLException {
    for (int start = 0; start < keys.size(); start += MAX_ROWS) {
      List<GenericRecord> some = keys.subList(start, Math.min(start + MAX_ROWS, keys.size()));
      execute("DELETE FROM " + table.sqlName() + " WHERE " + plan.anyOf(some.size()), plan, some);
    }
  }

  private void insert(PreparedTable table, List<Change> changes, boolean orUpdate)
      throws SQLException {
    for (Group group : bySchema(changes, Change::requireAfter)) {
      RowPlan plan = table.rowPlan(group.schema());
      String head = head(table, plan);
      String row = row(plan);
      // Key columns too: under a collation that ignores case, their spelling may have changed.
      String tail = orUpdate ? dialect.orUpdate(table.table().name(), plan.columns()) : "";
      for (List<Change> some : bounded(group.changes())) {
        String rows = row + ("," + row).repeat(some.size() - 1);
        execute(head + rows + tail, plan, some.stream().map(Change::requireAfter).toList());
      }
    }
  }

  private static String head(PreparedTable table, RowPlan plan) {
    return "INSERT INTO %s (%s) VALUES "
        .formatted(table.sqlName(), String.join(",", plan.columns()));
  }

  private static String row(RowPlan plan) {
    return "(" + SqlText.marks(plan.width()) + ")";
  }

  private void execute(String sql, RowPlan plan, List<GenericRecord> records) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int index = 1;
      for (GenericRecord record : records) {
        index = plan.bind(statement, index, record);
      }
      statement.executeUpdate();
    }
  }

  private List<List<Change>> bounded(List<Change> changes) {
    List<List<Change>> pieces = new ArrayList<>();
    int start = 0;
    long bytes = 0;
    for (int i = 0; i < changes.size(); i++) {
      long size = (long) changes.get(i).raw().sizeBytes() * GROWTH;
      if (i > start && (i - start == MAX_ROWS || bytes + size > maxBytes)) {
        pieces.add(changes.subList(start, i));
        start = i;
        bytes = 0;
      }
      bytes += size;
    }
    pieces.add(changes.subList(start, changes.size()));
    return pieces;
  }

  private record Group(Schema schema, List<Change> changes) {}

  /** Records around a change of the table's definition differ in their columns. */
  private static List<Group> bySchema(
      List<Change> changes, Function<Change, GenericRecord> record) {
    Map<Schema, Group> groups = new IdentityHashMap<>();
    List<Group> inOrder = new ArrayList<>();
    for (Change change : changes) {
      Schema schema = record.apply(change).getSchema();
      Group group = groups.get(schema);
      if (group == null) {
        group = new Group(schema, new ArrayList<>());
        groups.put(schema, group);
        inOrder.add(group);
      }
      group.changes().add(change);
    }
    return inOrder;
  }
}
