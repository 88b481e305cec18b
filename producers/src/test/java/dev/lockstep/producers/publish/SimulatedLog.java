package dev.lockstep.producers.publish;

import dev.lockstep.engine.mysql.sql.ColumnTypes;
import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.producers.source.connect.ConnectShape;
import dev.lockstep.producers.source.connect.ConnectorOffset;
import dev.lockstep.producers.source.event.LogEvent;
import dev.lockstep.producers.source.event.LogEvent.TableChange;
import dev.lockstep.producers.source.event.LogMark;
import dev.lockstep.producers.source.event.Row;
import dev.lockstep.schema.topic.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/**
 * A database's log made up from a seed: own, foreign and take-over transactions over two captured
 * tables, the sink's progress and a table that nobody captures; changed keys, TRUNCATE, DDL.
 */
final class SimulatedLog {

  static final TableName A = new TableName("shop", "a");
  static final TableName B = new TableName("shop", "b");
  static final TableName OTHER = new TableName("elsewhere", "c");
  static final TableName PROGRESS = new TableName("lockstep", "progress");
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  static final Schema KEY = SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build();
  static final Schema ROW =
      SchemaBuilder.struct()
          .field("id", Schema.INT32_SCHEMA)
          .field("v", Schema.OPTIONAL_INT64_SCHEMA)
          .optional()
          .build();
  private static final Schema PROGRESS_ROW =
      SchemaBuilder.struct()
          .field("flow", Schema.STRING_SCHEMA)
          .field("topic", Schema.STRING_SCHEMA)
          .field("topic_id", Schema.STRING_SCHEMA)
          .field("part", Schema.INT32_SCHEMA)
          .field("applied_offset", Schema.INT64_SCHEMA)
          .field("applied_at", Schema.INT64_SCHEMA)
          .optional()
          .build();

  static final ConnectShape SHAPE = new ConnectShape(ROW, KEY);
  private static final ConnectShape PROGRESS_SHAPE = new ConnectShape(PROGRESS_ROW, null);

  /** What kind of transaction it is. */
  enum Kind {
    OWN,
    FOREIGN,
    TAKE_OVER,
    UNRELATED,
    TRUNCATE,
    ALTER
  }

  record Transaction(Kind kind, List<LogEvent> events) {}

  final List<Transaction> transactions = new ArrayList<>();

  private final Random random;
  private final int partitions;
  private final long[] applied;
  private long version;

  SimulatedLog(Random random, int partitions, int count) {
    this.random = random;
    this.partitions = partitions;
    this.applied = new long[partitions];
    for (int i = 0; i < count; i++) {
      transactions.add(transaction(i));
    }
  }

  static TableFacts facts(TableName table) {
    return new TableFacts(
        table,
        List.of(
            ColumnTypes.column("id", "int(11)", false, Optional.empty(), false, false, true),
            ColumnTypes.column("v", "bigint(20)", true, Optional.empty(), false, false, false)),
        List.of("id"),
        0,
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  /** Events from a transaction's start on, as a connector would deliver them. */
  List<LogEvent> from(int transaction) {
    List<LogEvent> events = new ArrayList<>();
    for (int i = transaction; i < transactions.size(); i++) {
      events.addAll(transactions.get(i).events());
    }
    return events;
  }

  /** What a table holds after so many transactions: values by id. */
  Map<Integer, Long> rows(TableName table, int transactionsBefore) {
    Map<Integer, Long> rows = new HashMap<>();
    for (Transaction transaction : transactions.subList(0, transactionsBefore)) {
      for (LogEvent event : transaction.events()) {
        if (event instanceof LogEvent.TableTruncated truncated && truncated.table().equals(table)) {
          rows.clear();
        }
        if (event instanceof LogEvent.RowChanged row && row.table().equals(table)) {
          if (row.after() == null) {
            rows.remove((Integer) plain(row, row.before(), "id"));
          } else {
            rows.put((Integer) plain(row, row.after(), "id"), (Long) plain(row, row.after(), "v"));
          }
        }
      }
    }
    return rows;
  }

  /** The table is made, before all transactions. */
  static List<LogEvent> made(TableName table) {
    ConnectorOffset offset = new ConnectorOffset(Map.of("file", "bin.1", "pos", 0L));
    return List.of(
        new LogEvent.TransactionStarted(id(-1), offset),
        new LogEvent.TablesChanged(
            List.of(new TableChange(table, TableChange.Kind.CREATED)),
            Optional.of(new LogMark(id(-1), 1, 0, 0)),
            START,
            offset));
  }

  /** A row as one that reads the table beside the log finds it. */
  static LogEvent.RowChanged read(TableName table, int id, long value) {
    Struct after = new Struct(ROW).put("id", id).put("v", value);
    return new LogEvent.RowChanged(
        table,
        "r",
        Optional.empty(),
        START,
        SHAPE,
        null,
        SHAPE.row(after),
        "bin.1",
        0,
        ConnectorOffset.NONE);
  }

  /** Rows of the progress table after so many transactions, as one that reads it finds them. */
  List<LogEvent.RowChanged> progressRows(int transactionsBefore) {
    Map<Integer, LogEvent.RowChanged> rows = new HashMap<>();
    for (Transaction transaction : transactions.subList(0, transactionsBefore)) {
      for (LogEvent event : transaction.events()) {
        if (event instanceof LogEvent.RowChanged row && row.table().equals(PROGRESS)) {
          rows.put((Integer) plain(row, row.after(), "part"), row);
        }
      }
    }
    return List.copyOf(rows.values());
  }

  /** What the sink has applied of a partition after so many transactions; 0 for nothing. */
  long appliedAt(int partition, int transactionsBefore) {
    return progressRows(transactionsBefore).stream()
        .filter(row -> plain(row, row.after(), "part").equals(partition))
        .mapToLong(row -> (Long) plain(row, row.after(), "applied_offset"))
        .findFirst()
        .orElse(0);
  }

  /** Progress of a partition that a transaction wrote. */
  OptionalLong progress(int transaction, int partition) {
    return transactions.get(transaction).events().stream()
        .filter(LogEvent.RowChanged.class::isInstance)
        .map(LogEvent.RowChanged.class::cast)
        .filter(row -> row.table().equals(PROGRESS))
        .filter(row -> plain(row, row.after(), "part").equals(partition))
        .mapToLong(row -> (Long) plain(row, row.after(), "applied_offset"))
        .findFirst();
  }

  /** The first transaction that says a partition is applied up to an offset. */
  int transactionApplying(int partition, long offset) {
    for (int i = 0; i < transactions.size(); i++) {
      OptionalLong progress = progress(i, partition);
      if (progress.isPresent() && progress.getAsLong() == offset) {
        return i;
      }
    }
    throw new AssertionError("No transaction applied " + offset + " in partition " + partition);
  }

  private Transaction transaction(int index) {
    int dice = random.nextInt(20);
    Kind kind =
        dice < 9
            ? Kind.OWN
            : dice < 14
                ? Kind.FOREIGN
                : dice < 16
                    ? Kind.TAKE_OVER
                    : dice < 18 ? Kind.UNRELATED : dice < 19 ? Kind.TRUNCATE : Kind.ALTER;
    List<LogEvent> events = new ArrayList<>();
    events.add(new LogEvent.TransactionStarted(id(index), offset(index, 0, 0)));
    body(index, kind, events);
    if (random.nextInt(3) == 0) {
      events.add(
          new LogEvent.Heartbeat(
              new ConnectorOffset(Map.of("file", "bin.1", "pos", (long) index + 1))));
    }
    return new Transaction(kind, events);
  }

  private void body(int index, Kind kind, List<LogEvent> events) {
    Instant at = START.plusSeconds(index);
    switch (kind) {
      case TRUNCATE ->
          events.add(
              new LogEvent.TableTruncated(
                  A, mark(index, 1, 0, 0), at, offset(index, 1, 0).place(), offset(index, 1, 0)));
      case ALTER ->
          events.add(
              new LogEvent.TablesChanged(
                  List.of(new TableChange(B, TableChange.Kind.ALTERED)),
                  Optional.of(mark(index, 1, 0, 0)),
                  at,
                  offset(index, 1, 0)));
      default -> rows(index, kind, events);
    }
  }

  private void rows(int index, Kind kind, List<LogEvent> events) {
    long event = 1;
    if (kind == Kind.OWN || kind == Kind.FOREIGN) {
      int statements = 1 + random.nextInt(4);
      for (int i = 0; i < statements; i++) {
        TableName table = random.nextBoolean() ? A : B;
        event += 1 + random.nextInt(2);
        int rows = 1 + random.nextInt(3);
        for (int row = 1; row <= rows; row++) {
          change(index, table, event, row, events);
        }
      }
    }
    if (kind == Kind.UNRELATED) {
      row(OTHER, "c", mark(index, ++event, 1, 0), null, image(1), events, index);
    }
    if (kind == Kind.OWN || kind == Kind.TAKE_OVER) {
      progress(index, kind, ++event, events);
    }
    events.add(
        new LogEvent.TransactionEnded(
            id(index),
            mark(index, event + 1, 0, 0),
            START.plusSeconds(index),
            offset(index, event + 1, 0)));
  }

  /** One row of a statement; a changed key makes two records of it. */
  private void change(int index, TableName table, long event, int row, List<LogEvent> events) {
    int id = random.nextInt(30);
    if (random.nextInt(6) == 0) {
      row(table, "d", mark(index, event, row, 0), image(id), null, events, index);
      row(table, "c", mark(index, event, row, 1), null, image(id + 100), events, index);
    } else {
      row(table, "u", mark(index, event, row, 0), image(id), image(id), events, index);
    }
  }

  private void progress(int index, Kind kind, long event, List<LogEvent> events) {
    int part = random.nextInt(partitions);
    if (kind == Kind.OWN) {
      applied[part] += 1 + random.nextInt(5);
    }
    Struct after =
        new Struct(PROGRESS_ROW)
            .put("flow", "f")
            .put("topic", "src.shop.a")
            .put("topic_id", "T")
            .put("part", part)
            .put("applied_offset", applied[part])
            .put("applied_at", (long) index);
    events.add(
        new LogEvent.RowChanged(
            PROGRESS,
            "u",
            Optional.of(mark(index, event, 1, 0)),
            START,
            PROGRESS_SHAPE,
            PROGRESS_SHAPE.row(after),
            PROGRESS_SHAPE.row(after),
            "bin.1",
            0,
            offset(index, event, 1)));
  }

  private Struct image(int id) {
    return new Struct(ROW).put("id", id).put("v", ++version);
  }

  private static void row(
      TableName table,
      String op,
      LogMark mark,
      Struct before,
      Struct after,
      List<LogEvent> events,
      int index) {
    events.add(
        new LogEvent.RowChanged(
            table,
            op,
            Optional.of(mark),
            START.plusSeconds(index),
            SHAPE,
            SHAPE.row(before),
            SHAPE.row(after),
            "bin.1",
            0,
            offset(index, mark.event(), mark.row())));
  }

  static String id(int index) {
    return "0-1-" + (index + 1);
  }

  private static Object plain(LogEvent.RowChanged row, Row image, String column) {
    return row.shape().plain(image, column);
  }

  private static LogMark mark(int index, long event, long row, int part) {
    return new LogMark(id(index), event, row, part);
  }

  private static ConnectorOffset offset(int index, long event, long row) {
    Map<String, Object> offset = new HashMap<>();
    offset.put("file", "bin.1");
    offset.put("pos", (long) index);
    offset.put("transaction_id", id(index));
    offset.put("event", event);
    offset.put("row", row);
    if (index > 0) {
      offset.put("gtids", id(index - 1));
    }
    return new ConnectorOffset(offset);
  }
}
