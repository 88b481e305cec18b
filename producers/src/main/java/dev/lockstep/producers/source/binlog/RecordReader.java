package dev.lockstep.producers.source.binlog;

import dev.lockstep.producers.source.connect.ConnectShape;
import dev.lockstep.producers.source.connect.ConnectShapes;
import dev.lockstep.producers.source.connect.ConnectorOffset;
import dev.lockstep.producers.source.event.LogEvent;
import dev.lockstep.producers.source.event.LogEvent.Heartbeat;
import dev.lockstep.producers.source.event.LogEvent.Ignored;
import dev.lockstep.producers.source.event.LogEvent.RowChanged;
import dev.lockstep.producers.source.event.LogEvent.SnapshotEnded;
import dev.lockstep.producers.source.event.LogEvent.TableChange;
import dev.lockstep.producers.source.event.LogEvent.TableTruncated;
import dev.lockstep.producers.source.event.LogEvent.TablesChanged;
import dev.lockstep.producers.source.event.LogEvent.TransactionEnded;
import dev.lockstep.producers.source.event.LogEvent.TransactionStarted;
import dev.lockstep.producers.source.event.LogMark;
import dev.lockstep.producers.source.event.LogPlace;
import dev.lockstep.producers.source.statement.AddedColumns;
import dev.lockstep.producers.source.statement.LoggedAlter;
import dev.lockstep.schema.topic.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the connector's records by the names of its topics. One for each run: it numbers the
 * records that come from the same row.
 */
public final class RecordReader {

  private final String prefix;
  private final ConnectShapes shapes;
  private final boolean ids;
  private @Nullable LogMark previous;

  /**
   * @param ids whether transactions go by them
   */
  public RecordReader(String prefix, ConnectShapes shapes, boolean ids) {
    this.prefix = prefix;
    this.shapes = shapes;
    this.ids = ids;
  }

  public LogEvent read(SourceRecord record) {
    ConnectorOffset offset = offset(record);
    String topic = record.topic();
    if (topic.equals(ConnectorTopics.notifications(prefix))) {
      return notification((Struct) record.value(), offset);
    }
    if (topic.startsWith(ConnectorTopics.HEARTBEAT_PREFIX)) {
      return new Heartbeat(offset);
    }
    if (topic.equals(prefix)) {
      return tablesChanged((Struct) record.value(), offset);
    }
    if (topic.equals(ConnectorTopics.transactions(prefix))) {
      return transaction((Struct) record.value(), offset);
    }
    return change(record, offset);
  }

  private ConnectorOffset offset(SourceRecord record) {
    if (record.sourceOffset() == null) {
      return ConnectorOffset.NONE;
    }
    ConnectorOffset offset = new ConnectorOffset(record.sourceOffset());
    return ids ? offset : offset.withoutTransactions();
  }

  private static LogEvent notification(Struct value, ConnectorOffset offset) {
    boolean snapshot = "Initial Snapshot".equals(value.getString("aggregate_type"));
    if (!snapshot) {
      return new Ignored(offset);
    }
    return switch (value.getString("type")) {
      case "COMPLETED" -> new SnapshotEnded(offset);
      case "ABORTED" -> throw new IllegalStateException("The connector gave up its snapshot");
      default -> new Ignored(offset);
    };
  }

  private static LogEvent transaction(Struct value, ConnectorOffset offset) {
    String id = value.getString("id");
    return value.getString("status").equals("BEGIN")
        ? new TransactionStarted(id, offset)
        : new TransactionEnded(
            id, mark(id, offset), Instant.ofEpochMilli(value.getInt64("ts_ms")), offset);
  }

  private LogEvent change(SourceRecord record, ConnectorOffset offset) {
    Struct value = (Struct) record.value();
    Struct source = value.getStruct("source");
    TableName table = new TableName(source.getString("db"), source.getString("table"));
    String op = value.getString("op");
    Instant at = Instant.ofEpochMilli(source.getInt64("ts_ms"));
    Optional<LogMark> mark = mark(offset).map(this::numbered);
    if (op.equals("t")) {
      return new TableTruncated(
          table,
          mark.orElseGet(() -> mark(ownName(source), offset)),
          at,
          new LogPlace(source.getString("file"), source.getInt64("pos")),
          offset);
    }
    ConnectShape shape =
        shapes.of(table, value.schema().field("after").schema(), record.keySchema());
    return new RowChanged(
        table,
        op,
        op.equals("r") ? Optional.empty() : mark,
        at,
        shape,
        op.equals("c") || op.equals("r") ? null : shape.row(value.getStruct("before")),
        op.equals("d") ? null : shape.row(value.getStruct("after")),
        source.getString("file"),
        source.getInt64("pos"),
        offset);
  }

  private LogMark numbered(LogMark mark) {
    LogMark before = previous;
    LogMark numbered = before != null && mark.isSameRow(before) ? mark.after(before) : mark;
    previous = numbered;
    return numbered;
  }

  private static LogEvent tablesChanged(Struct value, ConnectorOffset offset) {
    Struct source = value.getStruct("source");
    boolean snapshot = inSnapshot(source.getString("snapshot"));
    List<TableChange> changes = new ArrayList<>();
    for (Object entry : value.getArray("tableChanges")) {
      Struct change = (Struct) entry;
      TableName table = tableName(change.getString("id"));
      String ddl = value.getString("ddl");
      changes.add(
          switch (change.getString("type")) {
            case "CREATE" -> new TableChange(table, LoggedAlter.created(ddl));
            case "DROP" -> new TableChange(table, TableChange.Kind.DROPPED);
            default -> new TableChange(table, LoggedAlter.altered(ddl), AddedColumns.of(ddl));
          });
    }
    Optional<LogMark> mark =
        snapshot
            ? Optional.empty()
            : mark(offset).or(() -> Optional.of(mark(ownName(source), offset)));
    return new TablesChanged(changes, mark, Instant.ofEpochMilli(source.getInt64("ts_ms")), offset);
  }

  /** A statement that is a transaction by itself, on a server that gives it no id by its place. */
  private static String ownName(Struct source) {
    String id = source.getString("gtid");
    return id == null || id.isEmpty()
        ? "file=%s,pos=%d".formatted(source.getString("file"), source.getInt64("pos"))
        : id;
  }

  /** Whatever the connector says of a snapshot's record: that it is the last one, too. */
  private static boolean inSnapshot(@Nullable String snapshot) {
    return snapshot != null && !snapshot.equals("false") && !snapshot.equals("incremental");
  }

  /** {@code "schema"."table"} with doubled quotes. */
  private static TableName tableName(String id) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c == '"') {
        if (quoted && i + 1 < id.length() && id.charAt(i + 1) == '"') {
          part.append('"');
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (c == '.' && !quoted) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return new TableName(parts.getFirst(), parts.getLast());
  }

  private static Optional<LogMark> mark(ConnectorOffset offset) {
    String id = offset.transaction();
    return id.isEmpty() ? Optional.empty() : Optional.of(mark(id, offset));
  }

  private static LogMark mark(String transaction, ConnectorOffset offset) {
    return new LogMark(
        Objects.requireNonNull(transaction),
        number(offset.words().get(ConnectorOffset.EVENT)),
        number(offset.words().get(ConnectorOffset.ROW)),
        0);
  }

  private static long number(@Nullable Object value) {
    return value == null ? 0 : ((Number) value).longValue();
  }
}
