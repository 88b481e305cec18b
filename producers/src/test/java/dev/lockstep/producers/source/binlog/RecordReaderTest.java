package dev.lockstep.producers.source.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.producers.source.connect.ConnectShapes;
import dev.lockstep.producers.source.event.LogEvent;
import dev.lockstep.producers.source.event.LogEvent.RowChanged;
import dev.lockstep.producers.source.event.LogEvent.SnapshotEnded;
import dev.lockstep.producers.source.event.LogEvent.TableChange;
import dev.lockstep.producers.source.event.LogEvent.TablesChanged;
import dev.lockstep.producers.source.event.LogEvent.TransactionEnded;
import dev.lockstep.producers.source.event.LogEvent.TransactionStarted;
import dev.lockstep.producers.source.event.LogMark;
import dev.lockstep.schema.topic.TableName;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class RecordReaderTest {

  private static final Schema KEY = SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build();
  private static final Schema SOURCE =
      SchemaBuilder.struct()
          .field("db", Schema.STRING_SCHEMA)
          .field("table", Schema.OPTIONAL_STRING_SCHEMA)
          .field("ts_ms", Schema.INT64_SCHEMA)
          .field("gtid", Schema.OPTIONAL_STRING_SCHEMA)
          .field("file", Schema.STRING_SCHEMA)
          .field("pos", Schema.INT64_SCHEMA)
          .field("snapshot", Schema.OPTIONAL_STRING_SCHEMA)
          .build();
  private static final Schema ROW =
      SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).optional().build();
  private static final Schema ENVELOPE =
      SchemaBuilder.struct()
          .field("before", ROW)
          .field("after", ROW)
          .field("source", SOURCE)
          .field("op", Schema.STRING_SCHEMA)
          .build();

  private final RecordReader reader = new RecordReader("shop", new ConnectShapes(), true);

  private static Map<String, Object> offset(long event, long row) {
    Map<String, Object> offset = new HashMap<>();
    offset.put("transaction_id", "0-1-9");
    offset.put("event", event);
    offset.put("row", row);
    return offset;
  }

  private static SourceRecord record(
      String topic, Map<String, ?> offset, Struct key, Struct value) {
    return new SourceRecord(
        Map.of(),
        offset,
        topic,
        null,
        key == null ? null : key.schema(),
        key,
        value.schema(),
        value);
  }

  private static Struct source() {
    return new Struct(SOURCE)
        .put("db", "s")
        .put("table", "a")
        .put("ts_ms", 5000L)
        .put("file", "bin.1")
        .put("pos", 77L);
  }

  private RowChanged row(String op, long event, long row, int id) {
    Struct image = new Struct(ROW).put("id", id);
    Struct value =
        new Struct(ENVELOPE)
            .put("before", image)
            .put("after", image)
            .put("source", source())
            .put("op", op);
    return (RowChanged)
        reader.read(record("shop.s.a", offset(event, row), new Struct(KEY).put("id", id), value));
  }

  @Test
  void numbersTheRecordsOfOneRow() {
    assertThat(row("d", 4, 1, 1).mark().orElseThrow().part()).isZero();
    assertThat(row("c", 4, 1, 2).mark().orElseThrow().part()).isEqualTo(1);
    assertThat(row("u", 4, 2, 2).mark().orElseThrow().part()).isZero();
  }

  @Test
  void takesTheImagesThatTheOperationHas() {
    assertThat(row("c", 2, 1, 1).before()).isNull();
    assertThat(row("d", 3, 1, 1).after()).isNull();
    RowChanged update = row("u", 4, 1, 1);
    assertThat(update.table()).isEqualTo(new TableName("s", "a"));
    assertThat(update.before()).isNotNull();
    assertThat(update.at()).isEqualTo(Instant.ofEpochSecond(5));
    assertThat(row("r", 0, 0, 1).mark()).isEmpty();
  }

  @Test
  void tellsWhereTransactionsStartAndEnd() {
    Schema schema =
        SchemaBuilder.struct()
            .field("status", Schema.STRING_SCHEMA)
            .field("id", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.INT64_SCHEMA)
            .build();
    Struct begin = new Struct(schema).put("status", "BEGIN").put("id", "0-1-9").put("ts_ms", 1L);
    Struct end = new Struct(schema).put("status", "END").put("id", "0-1-9").put("ts_ms", 1L);
    String topic = ConnectorTopics.transactions("shop");
    assertThat(reader.read(record(topic, offset(0, 0), null, begin)))
        .isInstanceOf(TransactionStarted.class);
    LogEvent ended = reader.read(record(topic, offset(7, 0), null, end));
    assertThat(((TransactionEnded) ended).mark()).isEqualTo(new LogMark("0-1-9", 7, 0, 0));
  }

  @Test
  void readsTablesWhoseNamesHoldDotsAndQuotes() {
    Schema change =
        SchemaBuilder.struct()
            .field("type", Schema.STRING_SCHEMA)
            .field("id", Schema.STRING_SCHEMA)
            .build();
    Schema schema =
        SchemaBuilder.struct()
            .field("source", SOURCE)
            .field("ddl", Schema.OPTIONAL_STRING_SCHEMA)
            .field("tableChanges", SchemaBuilder.array(change).build())
            .build();
    Struct value =
        new Struct(schema)
            .put("source", source().put("gtid", "0-1-9"))
            .put(
                "tableChanges",
                List.of(new Struct(change).put("type", "CREATE").put("id", "\"s.x\".\"a\"\"b\"")));
    TablesChanged changed = (TablesChanged) reader.read(record("shop", offset(1, 0), null, value));
    assertThat(changed.changes())
        .containsExactly(new TableChange(new TableName("s.x", "a\"b"), TableChange.Kind.CREATED));
    assertThat(changed.mark()).contains(new LogMark("0-1-9", 1, 0, 0));
  }

  @Test
  void knowsTheEndOfASnapshot() {
    Schema schema =
        SchemaBuilder.struct()
            .field("aggregate_type", Schema.STRING_SCHEMA)
            .field("type", Schema.STRING_SCHEMA)
            .build();
    Struct completed =
        new Struct(schema).put("aggregate_type", "Initial Snapshot").put("type", "COMPLETED");
    assertThat(
            reader.read(record(ConnectorTopics.notifications("shop"), Map.of(), null, completed)))
        .isInstanceOf(SnapshotEnded.class);
  }
}
