package dev.lockstep.producers.publish;

import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.producers.convert.Redefinition;
import dev.lockstep.producers.convert.RowConverter;
import dev.lockstep.producers.convert.TableSchema;
import dev.lockstep.producers.source.event.AddedColumn;
import dev.lockstep.producers.source.event.LogEvent.RowChanged;
import dev.lockstep.producers.source.event.RowShape;
import dev.lockstep.schema.row.KeyShape;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * One captured table: its topic and, for the definition of the table that is read just now, its
 * converter. A new definition arrives as a new shape of its rows.
 */
final class TableChannel {

  private final String endpoint;
  private final String topic;
  private TableFacts facts;
  private final @Nullable TableSchema last;
  private List<AddedColumn> added = List.of();
  private @Nullable RowConverter converter;
  private @Nullable KeyShape keyShape;
  private @Nullable RowShape shape;
  private List<String> key = List.of();

  TableChannel(String endpoint, String topic, TableFacts facts) {
    this(endpoint, topic, facts, null);
  }

  private TableChannel(
      String endpoint, String topic, TableFacts facts, @Nullable TableSchema last) {
    this.endpoint = endpoint;
    this.topic = topic;
    this.facts = facts;
    this.last = last;
  }

  /** Of a table that is no longer there, of which the log may still tell something. */
  static TableChannel ofGone(String endpoint, String topic, TableSchema last) {
    TableFacts nothing =
        new TableFacts(
            last.table(), List.of(), List.of(), 0, Optional.empty(), List.of(), Optional.empty());
    return new TableChannel(endpoint, topic, nothing, last);
  }

  String topic() {
    return topic;
  }

  TableFacts facts() {
    return facts;
  }

  /** Whether a new definition may have changed rows that were published. */
  boolean mayChangeRows(TableFacts now, List<AddedColumn> filled) {
    return Redefinition.mayChangeRows(
        schema().row(), now, TableSchema.of(endpoint, now, filled).row());
  }

  /** Of the columns that a statement added, those that were not there before. */
  List<AddedColumn> onlyNew(List<AddedColumn> columns) {
    return Redefinition.onlyNew(schema().row(), columns);
  }

  /** Whether a new definition tells rows apart by other columns. */
  boolean keyDiffers(TableFacts now) {
    return !lower(facts.primaryKey()).equals(lower(now.primaryKey()));
  }

  private static List<String> lower(List<String> names) {
    return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }

  /** What is published from now on need not fit what was published before. */
  void startOver() {
    shape = null;
    key = List.of();
    converter = null;
  }

  /** The table was altered: the database describes it so now. */
  void redefine(TableFacts now, List<AddedColumn> filled) {
    facts = now;
    added = filled;
    shape = null;
  }

  /** Makes ready for a row of some definition of the table. */
  @SuppressWarnings("ReferenceEquality") // Each definition has a shape of its own.
  void prepare(RowChanged row) {
    RowShape next = row.shape();
    if (next == shape) {
      return;
    }
    List<String> nextKey = next.primaryKey();
    if (!key.isEmpty() && !key.equals(nextKey)) {
      throw new KeyChangedException(row.table(), names(key), names(nextKey));
    }
    if (row.op().equals("r")) {
      readWhole(row);
    }
    next.misunderstood(facts)
        .ifPresent(
            difference -> {
              throw new OtherCharacterSetException(difference);
            });
    RowConverter made = RowConverter.of(endpoint, facts, next);
    converter = made;
    keyShape = KeyShape.of(made.schema().key());
    shape = next;
    key = nextKey;
  }

  /**
   * A snapshot reads the columns that were there when it was asked for, and NULL for the others.
   */
  private void readWhole(RowChanged row) {
    for (String column : row.shape().columns()) {
      if (facts.columns().stream().noneMatch(c -> c.name().equalsIgnoreCase(column))) {
        throw new SnapshotNeededException(
            "Table %s was altered when its rows were about to be read".formatted(row.table()));
      }
    }
  }

  private static String names(List<String> key) {
    return String.join(", ", key);
  }

  /** Of the row made ready for. */
  RowConverter converter() {
    return Objects.requireNonNull(converter);
  }

  /** What tells a key from all others. */
  byte[] identity(GenericRecord key) {
    return Objects.requireNonNull(keyShape).bytes(key);
  }

  int partition(GenericRecord key, int partitions) {
    return Objects.requireNonNull(keyShape).partition(key, partitions);
  }

  /** The schema that a barrier is written with. */
  TableSchema schema() {
    RowConverter current = converter;
    if (current != null && shape != null) {
      return current.schema();
    }
    return last != null && facts.columns().isEmpty()
        ? last
        : TableSchema.of(endpoint, facts, added);
  }
}
