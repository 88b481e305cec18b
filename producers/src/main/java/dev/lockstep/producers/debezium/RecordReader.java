package dev.lockstep.producers.debezium;

import dev.lockstep.producers.debezium.LogEvent.Heartbeat;
import dev.lockstep.producers.debezium.LogEvent.Ignored;
import dev.lockstep.producers.debezium.LogEvent.RowChanged;
import dev.lockstep.producers.debezium.LogEvent.SnapshotEnded;
import dev.lockstep.producers.debezium.LogEvent.TableChange;
import dev.lockstep.producers.debezium.LogEvent.TableTruncated;
import dev.lockstep.producers.debezium.LogEvent.TablesChanged;
import dev.lockstep.producers.debezium.LogEvent.TransactionEnded;
import dev.lockstep.producers.debezium.LogEvent.TransactionStarted;
import dev.lockstep.schema.topic.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the connector's records by the names of its topics. One for each run: it numbers the
 * records that come from the same row.
 */
public final class RecordReader {

  static final String TRANSACTION_ID = "transaction_id";
  static final String EVENT = "event";
  static final String ROW = "row";

  private final String prefix;
  private @Nullable LogMark previous;

  public RecordReader(String prefix) {
    this.prefix = prefix;
  }

  public LogEvent read(SourceRecord record) {
    Map<String, ?> offset = record.sourceOffset() == null ? Map.of() : record.sourceOffset();
    String topic = record.topic();
    if (topic.equals(ConnectorProperties.notificationTopic(prefix))) {
      return notification((Struct) record.value(), offset);
    }
    if (topic.startsWith(ConnectorProperties.HEARTBEAT_PREFIX)) {
      return new Heartbeat(offset);
    }
    if (topic.equals(prefix)) {
      return tablesChanged((Struct) record.value(), offset);
    }
    if (topic.equals(ConnectorProperties.transactionTopic(prefix))) {
      return transaction((Struct) record.value(), offset);
    }
    return change(record, offset);
  }

  private static LogEvent notification(Struct value, Map<String, ?> offset) {
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

  private static LogEvent transaction(Struct value, Map<String, ?> offset) {
    String id = value.getString("id");
    return value.getString("status").equals("BEGIN")
        ? new TransactionStarted(id, offset)
        : new TransactionEnded(
            id, mark(id, offset), Instant.ofEpochMilli(value.getInt64("ts_ms")), offset);
  }

  private LogEvent change(SourceRecord record, Map<String, ?> offset) {
    Struct value = (Struct) record.value();
    Struct source = value.getStruct("source");
    TableName table = new TableName(source.getString("db"), source.getString("table"));
    String op = value.getString("op");
    Instant at = Instant.ofEpochMilli(source.getInt64("ts_ms"));
    Optional<LogMark> mark = mark(offset).map(this::numbered);
    if (op.equals("t")) {
      return new TableTruncated(
          table, mark.orElseGet(() -> mark(source.getString("gtid"), offset)), at, offset);
    }
    Schema rowSchema = value.schema().field("after").schema();
    return new RowChanged(
        table,
        op,
        op.equals("r") ? Optional.empty() : mark,
        at,
        (Struct) record.key(),
        op.equals("c") || op.equals("r") ? null : value.getStruct("before"),
        op.equals("d") ? null : value.getStruct("after"),
        rowSchema,
        source.getString("file"),
        source.getInt64("pos"),
        offset);
  }

  private LogMark numbered(LogMark mark) {
    LogMark before = previous;
    LogMark numbered = before != null && mark.sameRow(before) ? mark.after(before) : mark;
    previous = numbered;
    return numbered;
  }

  private static LogEvent tablesChanged(Struct value, Map<String, ?> offset) {
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
            : mark(offset).or(() -> Optional.of(mark(source.getString("gtid"), offset)));
    return new TablesChanged(changes, mark, Instant.ofEpochMilli(source.getInt64("ts_ms")), offset);
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

  private static Optional<LogMark> mark(Map<String, ?> offset) {
    Object id = offset.get(TRANSACTION_ID);
    return id == null ? Optional.empty() : Optional.of(mark(id.toString(), offset));
  }

  private static LogMark mark(String transaction, Map<String, ?> offset) {
    return new LogMark(
        Objects.requireNonNull(transaction), number(offset.get(EVENT)), number(offset.get(ROW)), 0);
  }

  private static long number(@Nullable Object value) {
    return value == null ? 0 : ((Number) value).longValue();
  }
}
