package dev.lockstep.producers.convert;

import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.engine.table.ValueType;
import dev.lockstep.engine.table.ValueType.Form;
import dev.lockstep.producers.source.event.Row;
import dev.lockstep.producers.source.event.RowShape;
import dev.lockstep.producers.source.event.ValueReader;
import dev.lockstep.schema.event.ChangeSource;
import java.math.BigDecimal;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Converts the rows of one table, for one definition of it, to Avro; compiled once and then
 * positional. Immutable.
 */
public final class RowConverter {

  private final TableSchema schema;
  private final ValueReader[] columns;
  private final int[] key;

  private RowConverter(TableSchema schema, ValueReader[] columns, int[] key) {
    this.schema = schema;
    this.columns = columns;
    this.key = key;
  }

  /**
   * @param now the table as the database describes it
   * @param shape the table as its source reads it
   */
  public static RowConverter of(String endpoint, TableFacts now, RowShape shape) {
    TableFacts table = shape.reconciled(now);
    TableSchema schema = TableSchema.of(endpoint, table);
    ValueReader[] columns = new ValueReader[table.columns().size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = toAvro(shape.reader(table, i), schema.types().get(i));
    }
    int[] key = shape.primaryKey().stream().mapToInt(shape.columns()::indexOf).toArray();
    return new RowConverter(schema, columns, key);
  }

  private static ValueReader toAvro(ValueReader reader, ValueType type) {
    int scale = type.scale();
    return type.form() == Form.DECIMAL
        ? value -> AvroType.decimal((BigDecimal) reader.read(value), scale)
        : reader;
  }

  public TableSchema schema() {
    return schema;
  }

  /** The key of a row. */
  public GenericRecord key(Row row) {
    GenericData.Record record = new GenericData.Record(schema.key());
    for (int i = 0; i < key.length; i++) {
      record.put(i, value(row, key[i]));
    }
    return record;
  }

  /** One change; null where there is no image. */
  public GenericRecord change(
      @Nullable Row before, @Nullable Row after, ChangeSource source, String op, long atMicros) {
    return envelope(schema, image(before), image(after), source, op, atMicros);
  }

  /** A barrier of a table, which speaks of no row. */
  public static GenericRecord barrier(
      TableSchema schema, ChangeSource source, String op, long atMicros) {
    return envelope(schema, null, null, source, op, atMicros);
  }

  private static GenericRecord envelope(
      TableSchema schema,
      @Nullable GenericRecord before,
      @Nullable GenericRecord after,
      ChangeSource source,
      String op,
      long atMicros) {
    GenericData.Record record = new GenericData.Record(schema.envelope());
    record.put(TableSchema.BEFORE, before);
    record.put(TableSchema.AFTER, after);
    record.put(TableSchema.SOURCE, source);
    record.put(TableSchema.OP, op);
    record.put(TableSchema.TS_MS, atMicros / 1000);
    record.put(TableSchema.TS_US, atMicros);
    return record;
  }

  private @Nullable GenericRecord image(@Nullable Row row) {
    if (row == null) {
      return null;
    }
    GenericData.Record record = new GenericData.Record(schema.row());
    for (int i = 0; i < columns.length; i++) {
      record.put(i, value(row, i));
    }
    return record;
  }

  private @Nullable Object value(Row row, int column) {
    Object value = row.value(column);
    return value == null ? null : columns[column].read(value);
  }
}
