package dev.lockstep.producers.convert;

import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.schema.event.ChangeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Converts the connector's structs of one table, for one schema of it; compiled once and then
 * positional. Immutable.
 */
public final class RowConverter {

  private final TableSchema schema;
  private final ColumnReader[] rowReaders;
  private final Field[] rowFields;
  private final ColumnReader[] keyReaders;
  private final Field[] keyFields;

  private RowConverter(TableSchema schema, List<Compiled> row, List<Compiled> key) {
    this.schema = schema;
    this.rowReaders = row.stream().map(Compiled::reader).toArray(ColumnReader[]::new);
    this.rowFields = row.stream().map(Compiled::field).toArray(Field[]::new);
    this.keyReaders = key.stream().map(Compiled::reader).toArray(ColumnReader[]::new);
    this.keyFields = key.stream().map(Compiled::field).toArray(Field[]::new);
  }

  private record Compiled(Field field, ColumnReader reader) {}

  /**
   * @param now the table as the database describes it
   * @param rowSchema the connector's schema of a row image
   * @param keySchema the connector's schema of the key
   */
  public static RowConverter of(
      String endpoint, TableFacts now, Schema rowSchema, Schema keySchema) {
    TableFacts table = LogColumns.reconciled(now, rowSchema, Optional.of(keySchema));
    TableSchema schema = TableSchema.of(endpoint, table);
    List<Compiled> row = new ArrayList<>();
    for (int i = 0; i < rowSchema.fields().size(); i++) {
      row.add(compiled(table, i, rowSchema.fields().get(i), schema.types().get(i)));
    }
    List<Compiled> key = new ArrayList<>();
    for (Field field : keySchema.fields()) {
      int column = rowSchema.field(field.name()).index();
      key.add(compiled(table, column, field, schema.types().get(column)));
    }
    return new RowConverter(schema, row, key);
  }

  private static Compiled compiled(TableFacts table, int index, Field field, ColumnType type) {
    ColumnReader reader =
        ColumnReader.of(table.name(), field.name(), field.schema(), type)
            .orElseThrow(
                () ->
                    new LockstepException(
                        Category.DATA,
                        ColumnReader.mismatch(
                            table.name(),
                            field.name(),
                            table.columns().get(index).type(),
                            field.schema()),
                        "Exclude table %s and report this column type.".formatted(table.name())));
    boolean year = table.columns().get(index).baseType().equals("year");
    return new Compiled(
        field,
        year ? OddDate.yearZero(reader) : OddDate.refused(field.name(), type.kind(), reader));
  }

  public TableSchema schema() {
    return schema;
  }

  public GenericRecord key(Struct key) {
    GenericData.Record record = new GenericData.Record(schema.key());
    fill(record, key, keyFields, keyReaders);
    return record;
  }

  /** One change; the images are the connector's, null where there is none. */
  public GenericRecord change(
      @Nullable Struct before,
      @Nullable Struct after,
      ChangeSource source,
      String op,
      long atMicros) {
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

  private @Nullable GenericRecord image(@Nullable Struct row) {
    if (row == null) {
      return null;
    }
    GenericData.Record record = new GenericData.Record(schema.row());
    fill(record, row, rowFields, rowReaders);
    return record;
  }

  private static void fill(
      GenericData.Record record, Struct from, Field[] fields, ColumnReader[] readers) {
    for (int i = 0; i < fields.length; i++) {
      Object value = from.getWithoutDefault(fields[i].name());
      record.put(i, value == null ? null : readers[i].read(value));
    }
  }
}
