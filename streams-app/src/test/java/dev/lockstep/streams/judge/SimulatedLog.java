package dev.lockstep.streams.judge;

import dev.lockstep.schema.row.RowDigest;
import dev.lockstep.schema.row.TableDigest;
import dev.lockstep.streams.state.Op;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One change topic and the table behind it. The table is what the database holds; the log is what
 * it said. They drift apart only by what is done behind the log's back.
 */
final class SimulatedLog {

  /** A published record; {@code outside} is what the judge must find out from the before-image. */
  record Entry(
      Op op,
      int key,
      Integer before,
      Integer after,
      long offset,
      long serial,
      int schema,
      boolean reshaped,
      RowDigest filled,
      boolean outside) {

    /** How many columns with a value have been added. */
    int columns() {
      return SimulatedLog.columns(schema);
    }
  }

  final String topic;
  final boolean bornLater;
  final Map<Integer, Integer> rows = new TreeMap<>();
  final List<Entry> entries = new ArrayList<>();
  private final Random random;
  private final Map<Integer, Integer> said = new HashMap<>();
  private final Map<Integer, Long> saidAt = new HashMap<>();
  private final Counter serials;
  private long nextOffset;
  private long snapshotAt = -1;
  private final Set<Integer> toRead = new TreeSet<>();
  private boolean beingRead;
  private int schema = SHAPE;
  private int lastSchema = -1;
  private long shapeAt = -1;

  /** Serials of an endpoint. */
  static final class Counter {
    private long last;

    long next(Random random) {
      last += 1 + random.nextInt(3);
      return last;
    }

    long last() {
      return last;
    }
  }

  SimulatedLog(String topic, boolean bornLater, Counter serials, Random random) {
    this.topic = topic;
    this.bornLater = bornLater;
    this.serials = serials;
    this.random = random;
  }

  /** A logged change: null removes the row. Says nothing when nothing changes, as databases do. */
  void change(int key, Integer value) {
    Integer before = rows.get(key);
    if (Objects.equals(before, value)) {
      return;
    }
    quietly(key, value);
    Op op = before == null ? Op.CREATE : value == null ? Op.DELETE : Op.UPDATE;
    append(op, key, before, value, outside(key, before));
    say(key, value);
  }

  /**
   * What was said before a snapshot that is being read, or before another shape, does not count.
   */
  private boolean outside(int key, Integer before) {
    boolean known = said.containsKey(key);
    if (beingRead && (!known || saidAt.get(key) < snapshotAt)) {
      return false;
    }
    if (known && saidAt.get(key) < shapeAt) {
      return false;
    }
    return known ? !Objects.equals(said.get(key), before) : before != null;
  }

  /** A change that the log never tells. */
  void quietly(int key, Integer value) {
    if (value == null) {
      rows.remove(key);
    } else {
      rows.put(key, value);
    }
  }

  void truncate() {
    rows.clear();
    append(Op.TRUNCATE, -1, null, null, false);
    said.clear();
    saidAt.clear();
  }

  /** Another definition of the same shape. */
  void schemaChange() {
    schema++;
    append(Op.SCHEMA_CHANGE, -1, null, null, false);
  }

  /** Columns are added, each with a value for every row that is there. */
  void addColumns(int upTo) {
    if (upTo > columns(schema)) {
      schema = schema / SHAPE * SHAPE + upTo * COLUMN;
      append(Op.SCHEMA_CHANGE, -1, null, null, false);
    }
  }

  int columns() {
    return columns(schema);
  }

  static int columns(int schema) {
    return schema % SHAPE / COLUMN;
  }

  /** What columns add to a row, when there are so many after there were so many. */
  static RowDigest filled(int before, int after) {
    RowDigest sum = RowDigest.ZERO;
    for (int column = before; column < after; column++) {
      sum = sum.plus(digest(-1 - column, 17));
    }
    return sum;
  }

  /** A definition that changes rows, of which the log says nothing but that. */
  void alter() {
    schema = (schema / SHAPE + 1) * SHAPE + columns(schema) * COLUMN;
    append(Op.SCHEMA_CHANGE, -1, null, null, false);
    shapeAt = entries.getLast().offset();
    rows.replaceAll((key, value) -> random.nextBoolean() ? value : Integer.valueOf(value + 1));
  }

  /** Ids of one shape have the same millions, those with as many columns the same thousands. */
  static final int SHAPE = 1_000_000;

  private static final int COLUMN = 1_000;

  boolean isBeingRead() {
    return beingRead;
  }

  /** Starts to read the rows anew while changes go on; one that was begun begins again. */
  void beginReread(int keys) {
    append(Op.SNAPSHOT_START, -1, null, null, false);
    snapshotAt = entries.getLast().offset();
    beingRead = true;
    for (int key = 0; key < keys; key++) {
      toRead.add(key);
    }
  }

  /** Reads some rows on; those told of since the start need not be read. */
  void readOn(int atMost) {
    for (int left = atMost; left > 0 && !toRead.isEmpty(); left--) {
      int key = toRead.iterator().next();
      toRead.remove(key);
      boolean told = said.containsKey(key) && saidAt.get(key) >= snapshotAt;
      if (rows.containsKey(key) && !told) {
        append(Op.READ, key, null, rows.get(key), false);
        say(key, rows.get(key));
      }
    }
    if (toRead.isEmpty()) {
      endOfSnapshot();
    }
  }

  private void endOfSnapshot() {
    append(Op.SNAPSHOT_END, -1, null, null, false);
    beingRead = false;
    said.keySet().removeIf(key -> saidAt.get(key) < snapshotAt);
  }

  /** All rows anew; a torn one is begun and then done again from the start. */
  void snapshot(boolean torn) {
    if (torn) {
      append(Op.SNAPSHOT_START, -1, null, null, false);
      rows.forEach(
          (key, value) -> {
            if (random.nextBoolean()) {
              append(Op.READ, key, null, value, false);
              say(key, value);
            }
          });
      rows.keySet().removeIf(key -> random.nextInt(4) == 0);
    }
    append(Op.SNAPSHOT_START, -1, null, null, false);
    snapshotAt = nextOffset - 1;
    toRead.clear();
    rows.forEach(
        (key, value) -> {
          append(Op.READ, key, null, value, false);
          say(key, value);
        });
    endOfSnapshot();
  }

  Optional<Entry> at(long offset) {
    int low = 0;
    int high = entries.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Entry entry = entries.get(middle);
      if (entry.offset() == offset) {
        return Optional.of(entry);
      }
      low = entry.offset() < offset ? middle + 1 : low;
      high = entry.offset() < offset ? high : middle - 1;
    }
    return Optional.empty();
  }

  /** A table that came later must have told of a row before its history can be lost. */
  boolean canLoseHistory() {
    return !bornLater || entries.stream().anyMatch(entry -> !entry.op().isBarrier());
  }

  long lastOffset() {
    return entries.isEmpty() ? -1 : entries.getLast().offset();
  }

  long lastSerial() {
    return entries.isEmpty() ? -1 : entries.getLast().serial();
  }

  private void say(int key, Integer value) {
    if (value == null) {
      said.remove(key);
    } else {
      said.put(key, value);
      saidAt.put(key, entries.getLast().offset());
    }
  }

  private void append(Op op, int key, Integer before, Integer after, boolean outside) {
    if (entries.isEmpty() && op != Op.SNAPSHOT_START) {
      // The table was made just now: its capture announces it as empty.
      append(Op.SNAPSHOT_START, -1, null, null, false);
      append(Op.SNAPSHOT_END, -1, null, null, false);
    }
    boolean reshaped = schema / SHAPE != lastSchema / SHAPE && lastSchema >= 0;
    RowDigest filled =
        reshaped || lastSchema < 0 ? RowDigest.ZERO : filled(columns(lastSchema), columns(schema));
    lastSchema = schema;
    nextOffset += random.nextInt(3) == 0 ? 1 : 0; // control records take offsets too
    entries.add(
        new Entry(
            op,
            key,
            before,
            after,
            nextOffset++,
            serials.next(random),
            schema,
            reshaped,
            filled,
            outside));
  }

  /** The table as the first entries of the log tell it: brute force, from the start each time. */
  static Map<Integer, Integer> replay(List<Entry> entries) {
    Map<Integer, Integer> table = new HashMap<>();
    Map<Integer, Long> seen = new HashMap<>();
    long start = -1;
    for (Entry entry : entries) {
      switch (entry.op()) {
        case CREATE, UPDATE, READ -> {
          table.put(entry.key(), entry.after());
          seen.put(entry.key(), entry.offset());
        }
        case DELETE -> table.remove(entry.key());
        case TRUNCATE -> table.clear();
        case SNAPSHOT_START -> start = entry.offset();
        case SNAPSHOT_END -> {
          long from = start;
          table.keySet().removeIf(key -> seen.get(key) < from);
        }
        case SCHEMA_CHANGE, UNREADABLE -> {}
      }
    }
    return table;
  }

  static TableDigest digest(Map<Integer, Integer> table, int columns) {
    TableDigest sum = TableDigest.EMPTY;
    for (Map.Entry<Integer, Integer> row : table.entrySet()) {
      sum = sum.plus(digest(row.getKey(), row.getValue()).plus(filled(0, columns)));
    }
    return sum;
  }

  static RowDigest digest(int key, Integer value) {
    long mixed = (key * 1_000_003L + value + 17) * 0x9E3779B97F4A7C15L;
    return new RowDigest(mixed ^ (mixed >>> 29), mixed * 0xBF58476D1CE4E5B9L);
  }

  Change change(Entry entry) {
    boolean row = !entry.op().isBarrier();
    RowDigest added = filled(0, entry.columns());
    return new Change(
        entry.op(),
        row ? keyBytes(entry.key()) : null,
        entry.before() == null ? null : digest(entry.key(), entry.before()).plus(added),
        entry.after() == null ? null : digest(entry.key(), entry.after()).plus(added),
        entry.offset(),
        entry.serial(),
        entry.schema(),
        entry.reshaped(),
        entry.filled(),
        1_000_000L + entry.offset(),
        1_000);
  }

  static byte[] keyBytes(int key) {
    return ("k" + key).getBytes(StandardCharsets.UTF_8);
  }
}
