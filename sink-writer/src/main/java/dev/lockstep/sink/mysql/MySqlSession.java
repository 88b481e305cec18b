package dev.lockstep.sink.mysql;

import dev.lockstep.schema.topic.TableName;
import dev.lockstep.sink.apply.Change;
import dev.lockstep.sink.apply.TargetError;
import dev.lockstep.sink.apply.TargetException;
import dev.lockstep.sink.apply.TargetSession;
import dev.lockstep.sink.apply.TargetSettings;
import dev.lockstep.sink.apply.Wave;
import dev.lockstep.sink.mysql.dialect.Dialect;
import dev.lockstep.sink.mysql.dialect.Errors;
import dev.lockstep.sink.mysql.row.KeyScan;
import dev.lockstep.sink.mysql.row.OutdatedHolders;
import dev.lockstep.sink.mysql.row.PreparedTable;
import dev.lockstep.sink.mysql.row.RowPlan;
import dev.lockstep.sink.mysql.row.RowWriter;
import dev.lockstep.sink.mysql.row.SnapshotMemory;
import dev.lockstep.sink.position.Advance;
import dev.lockstep.sink.position.SourcePartition;
import dev.lockstep.sink.position.Taken;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * One connection to a target. Invariants 2 and 3.
 *
 * <p>Autocommit is off throughout; DDL happens in {@link #prepare} only, since it would commit a
 * data transaction by itself. One thread. A crash leaves an open transaction that the server rolls
 * back.
 */
final class MySqlSession implements TargetSession {

  private final Connection connection;
  private final Connections connections;
  private final Dialect dialect;
  private final TargetSettings settings;
  private final Errors errors;
  private final Tables tables;
  private final RowWriter writer;
  private final ProgressTable progress;
  private final SnapshotMemory memory;

  MySqlSession(
      Connection connection,
      Connections connections,
      Dialect dialect,
      TargetSettings settings,
      Errors errors,
      long maxStatementBytes) {
    this.connection = connection;
    this.connections = connections;
    this.dialect = dialect;
    this.settings = settings;
    this.errors = errors;
    this.tables = new Tables(connection, dialect, settings, errors);
    this.writer = new RowWriter(connection, dialect, maxStatementBytes);
    String schema = settings.progressSchema();
    this.progress = new ProgressTable(connection, schema, settings.flow(), settings.owner());
    this.memory = new SnapshotMemory(connection, schema, settings.flow());
  }

  @Override
  public Map<SourcePartition, Taken> take(Collection<SourcePartition> partitions)
      throws TargetException {
    try {
      Map<SourcePartition, Taken> taken = progress.take(partitions);
      connection.commit();
      Map<String, TableName> named = new HashMap<>();
      partitions.forEach(partition -> named.put(partition.topic(), tableOf(partition.topic())));
      tables.recall(named);
      connection.commit();
      return taken;
    } catch (SQLException e) {
      throw undone(errors.onServer("Taking over progress on", e));
    } catch (TargetException e) {
      throw undone(e);
    }
  }

  @Override
  public Map<SourcePartition, Taken> look(Collection<SourcePartition> partitions)
      throws TargetException {
    try {
      Map<SourcePartition, Taken> found = progress.look(partitions);
      connection.commit();
      return found;
    } catch (SQLException e) {
      throw undone(errors.onServer("Reading progress on", e));
    }
  }

  @Override
  public void prepare(String topic, List<Change> changes) throws TargetException {
    try {
      tables.prepare(topic, tableOf(topic), changes);
      // Looking at definitions opened a transaction; its view of the data must not linger.
      connection.commit();
    } catch (SQLException e) {
      throw undone(errors.onTable(tableOf(topic), e));
    } catch (TargetException e) {
      throw undone(e);
    }
  }

  @Override
  public Optional<TargetError> notice(String topic) {
    return tables.notice(topic);
  }

  @Override
  public Set<String> lookAgain() throws TargetException {
    try {
      Set<String> topics = tables.lookAgain();
      connection.commit();
      return topics;
    } catch (SQLException e) {
      throw undone(errors.onServer("Looking at tables on", e));
    } catch (TargetException e) {
      throw undone(e);
    }
  }

  @Override
  public void write(String topic, Wave wave) throws TargetException {
    try {
      writer.write(tables.of(topic), wave);
    } catch (SQLException e) {
      // Whatever it was, the table may not be what we took it for.
      boolean fresh = tables.isFresh(topic);
      tables.forget(topic);
      throw fresh ? errors.onRows(tableOf(topic), e) : errors.onKnownRows(tableOf(topic), e);
    }
  }

  @Override
  public void write(String topic, Wave wave, Set<SourcePartition> remembering)
      throws TargetException {
    PreparedTable table = tables.of(topic);
    if (wave.upserts().isEmpty() || remembering.isEmpty() || !table.hasOtherUniqueKeys()) {
      write(topic, wave);
      return;
    }
    Schema key = wave.upserts().getFirst().requireKey().columns().getSchema();
    OutdatedHolders holders = new OutdatedHolders(memory, key, settings.partitions(), remembering);
    try {
      writer.write(table, wave, holders);
    } catch (SQLException e) {
      tables.forget(topic);
      throw errors.onRows(tableOf(topic), e);
    }
  }

  @Override
  public void remember(SourcePartition partition, List<Change> changes) throws TargetException {
    try {
      memory.remember(partition, changes.stream().map(Change::requireKey).toList());
    } catch (SQLException e) {
      throw errors.onServer("Remembering keys of a snapshot on", e);
    }
  }

  @Override
  public boolean barrier(Change barrier, boolean remembering) throws TargetException {
    SourcePartition partition = barrier.partition();
    try {
      switch (barrier.operation()) {
        case SNAPSHOT_START -> {
          return memory.start(partition, barrier.epoch());
        }
        case SNAPSHOT_END -> {
          if (remembering) {
            removeUnseen(partition);
          }
          memory.end(partition);
          return false;
        }
        case TRUNCATE -> {
          truncate(partition);
          return remembering;
        }
        case SCHEMA, UPSERT, DELETE, UNREADABLE -> {
          return remembering;
        }
      }
    } catch (SQLException e) {
      throw errors.onRows(tableOf(partition.topic()), e);
    }
    throw new IllegalStateException("unreachable");
  }

  /** Other partitions may hold newer rows already, so only this one's rows go. */
  private void truncate(SourcePartition partition) throws SQLException, TargetException {
    eachPiece(partition, (table, plan, scan, keys) -> writer.deleteKeys(table, plan, keys));
  }

  private void removeUnseen(SourcePartition partition) throws SQLException, TargetException {
    eachPiece(
        partition,
        (table, plan, scan, keys) -> {
          List<ByteBuffer> folded = keys.stream().map(scan::folded).toList();
          Set<ByteBuffer> seen = memory.seen(partition, folded);
          List<GenericRecord> unseen = new ArrayList<>();
          for (int i = 0; i < keys.size(); i++) {
            if (!seen.contains(folded.get(i))) {
              unseen.add(keys.get(i));
            }
          }
          writer.deleteKeys(table, plan, unseen);
        });
  }

  private interface Piece {
    void accept(PreparedTable table, RowPlan plan, KeyScan scan, List<GenericRecord> keys)
        throws SQLException;
  }

  private void eachPiece(SourcePartition partition, Piece piece)
      throws SQLException, TargetException {
    Optional<Schema> key = settings.keyOf().apply(partition.topic());
    if (key.isEmpty()) {
      // Without a key schema there never was a row.
      return;
    }
    Optional<PreparedTable> table = tables.existing(tableOf(partition.topic()), key.get());
    if (table.isEmpty()) {
      return;
    }
    KeyScan scan = new KeyScan(key.get(), settings.partitions());
    RowPlan plan = table.get().keyPlan(key.get());
    try (Connection reader = connections.open()) {
      scan.scan(
          reader,
          dialect,
          table.get(),
          partition.partition(),
          keys -> piece.accept(table.get(), plan, scan, keys));
    }
  }

  @Override
  public Set<SourcePartition> advance(Collection<Advance> advances) throws TargetException {
    try {
      return progress.advance(advances);
    } catch (SQLException e) {
      throw errors.onServer("Moving progress on", e);
    }
  }

  @Override
  public Set<SourcePartition> noteSeen(Collection<Advance> advances) throws TargetException {
    try {
      Set<SourcePartition> fenced = progress.noteSeen(advances);
      connection.commit();
      return fenced;
    } catch (SQLException e) {
      throw undone(errors.onServer("Noting seen offsets on", e));
    }
  }

  @Override
  public void commit() throws TargetException {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw errors.onServer("Committing on", e);
    }
  }

  @Override
  public void rollback() throws TargetException {
    try {
      connection.rollback();
    } catch (SQLException e) {
      throw errors.onServer("Rolling back on", e);
    }
  }

  @Override
  public void close() {
    MySqlTarget.closeQuietly(connection);
  }

  private TableName tableOf(String topic) {
    return settings.tableOf().apply(topic);
  }

  private TargetException undone(TargetException cause) {
    if (cause.scope() != TargetException.Scope.SERVER) {
      try {
        connection.rollback();
      } catch (SQLException e) {
        return errors.onServer("Rolling back on", e);
      }
    }
    return cause;
  }
}
