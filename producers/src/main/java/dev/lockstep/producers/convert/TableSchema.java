package dev.lockstep.producers.convert;

import dev.lockstep.engine.table.ColumnFacts;
import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.engine.table.ValueType;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.producers.source.event.AddedColumn;
import dev.lockstep.producers.text.CharacterSet;
import dev.lockstep.schema.change.Fields;
import dev.lockstep.schema.event.ChangeSource;
import dev.lockstep.schema.topic.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/**
 * The Avro schemas of one table's change topic.
 *
 * @param key record of the primary key, in key order
 * @param row record of one row image, in column order
 * @param envelope record of one change
 * @param types what each column of {@code row} is
 */
public record TableSchema(
    TableName table, Schema key, Schema row, Schema envelope, List<ValueType> types) {

  public static final String KIND = "lockstep.kind";
  public static final String TYPE = "lockstep.type";
  public static final String COLLATION = "lockstep.collation";
  public static final String COLUMN = "lockstep.column";
  public static final String GENERATED = "lockstep.generated";

  /** Property of a row: the names of the primary key's fields, in key order. */
  public static final String PRIMARY_KEY = "lockstep.key";

  /** Positions of the envelope's fields. */
  static final int BEFORE = 0;

  static final int AFTER = 1;
  static final int SOURCE = 2;
  static final int OP = 3;
  static final int TS_MS = 4;
  static final int TS_US = 5;

  public TableSchema {
    types = List.copyOf(types);
  }

  public static TableSchema of(String endpoint, TableFacts table) {
    return of(endpoint, table, List.of());
  }

  /**
   * With the value that every row has in columns that were only just added, as the default of their
   * fields.
   */
  public static TableSchema of(String endpoint, TableFacts table, List<AddedColumn> added) {
    String namespace =
        AvroNames.of(endpoint)
            + "."
            + AvroNames.of(table.name().schema())
            + "."
            + AvroNames.of(table.name().table());
    List<ValueType> types = new ArrayList<>();
    List<Schema.Field> columns = new ArrayList<>();
    for (ColumnFacts column : table.columns()) {
      ValueType type = known(table.name(), column);
      types.add(type);
      Optional<Object> filled = Filled.value(column, type, added);
      columns.add(
          filled.isPresent()
              ? described(column, type, filled(column, type, filled.get()))
              : field(column, type, column.nullable()));
    }
    List<Schema.Field> keyColumns = new ArrayList<>();
    for (String name : table.primaryKey()) {
      ColumnFacts column = column(table, name);
      keyColumns.add(field(column, known(table.name(), column), false));
    }
    Schema row = Schema.createRecord("Value", null, namespace, false, columns);
    row.addProp(PRIMARY_KEY, keyColumns.stream().map(Schema.Field::name).toList());
    Schema key = Schema.createRecord("Key", null, namespace, false, keyColumns);
    return new TableSchema(table.name(), key, row, envelope(namespace, row), types);
  }

  /**
   * Of a table that is gone, from what it was last published with: good for saying that it is empty
   * now. It has no key, so that nobody makes the table by it.
   */
  public static TableSchema ofGone(TableName table, Schema envelope) {
    Schema last = rowOf(envelope);
    List<Schema.Field> columns =
        last.getFields().stream().map(field -> new Schema.Field(field, field.schema())).toList();
    Schema row =
        Schema.createRecord(last.getName(), last.getDoc(), last.getNamespace(), false, columns);
    return new TableSchema(table, row, row, envelope(last.getNamespace(), row), List.of());
  }

  /** The row's schema within an envelope's. */
  public static Schema rowOf(Schema envelope) {
    return envelope.getFields().get(AFTER).schema().getTypes().stream()
        .filter(type -> type.getType() == Schema.Type.RECORD)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("An envelope without rows: " + envelope));
  }

  private static ValueType known(TableName table, ColumnFacts column) {
    column
        .collation()
        .map(CharacterSet::nameOf)
        .filter(name -> !name.equals("binary") && CharacterSet.of(name).isEmpty())
        .ifPresent(
            name -> {
              throw unknownCharacterSet(table, column.name(), name);
            });
    return column
        .value()
        .orElseThrow(
            () ->
                new LockstepException(
                    Category.DATA,
                    "Column %s.%s has type %s, which Lockstep does not know."
                        .formatted(table, column.name(), column.type()),
                    "Exclude table %s, or change the column's type.".formatted(table)));
  }

  private static LockstepException unknownCharacterSet(
      TableName table, String column, String characterSet) {
    return new LockstepException(
        Category.DATA,
        "Column %s.%s has character set %s, which Lockstep does not know."
            .formatted(table, column, characterSet),
        "Exclude table %1$s, or ALTER TABLE %1$s CONVERT TO CHARACTER SET utf8mb4."
            .formatted(table));
  }

  private static ColumnFacts column(TableFacts table, String name) {
    Optional<ColumnFacts> found =
        table.columns().stream().filter(c -> c.name().equalsIgnoreCase(name)).findFirst();
    return found.orElseThrow(
        () -> new IllegalStateException("Key column " + name + " is no column of " + table.name()));
  }

  private static Schema.Field field(ColumnFacts column, ValueType type, boolean nullable) {
    String name = AvroNames.of(column.name());
    Schema.Field field =
        nullable
            ? new Schema.Field(name, nullable(AvroType.of(type)), null, JsonProperties.NULL_VALUE)
            : new Schema.Field(name, AvroType.of(type), null, (Object) null);
    return described(column, type, field);
  }

  /** The branch of the default stands first. */
  private static Schema.Field filled(ColumnFacts column, ValueType type, Object value) {
    Schema schema =
        column.nullable()
            ? Schema.createUnion(AvroType.of(type), Schema.create(Schema.Type.NULL))
            : AvroType.of(type);
    return new Schema.Field(AvroNames.of(column.name()), schema, null, value);
  }

  private static Schema.Field described(ColumnFacts column, ValueType type, Schema.Field field) {
    field.addProp(KIND, type.kind().label());
    field.addProp(TYPE, column.type());
    column.capacity().ifPresent(capacity -> Fields.describe(field, capacity));
    column.collation().ifPresent(collation -> field.addProp(COLLATION, collation));
    if (!field.name().equals(column.name())) {
      field.addProp(COLUMN, column.name());
    }
    if (column.generated()) {
      field.addProp(GENERATED, "true");
    }
    return field;
  }

  private static Schema envelope(String namespace, Schema row) {
    Schema number = Schema.create(Schema.Type.LONG);
    return Schema.createRecord(
        "Envelope",
        null,
        namespace,
        false,
        List.of(
            new Schema.Field("before", nullable(row), null, JsonProperties.NULL_VALUE),
            new Schema.Field("after", nullable(row), null, JsonProperties.NULL_VALUE),
            new Schema.Field("source", ChangeSource.getClassSchema(), null, (Object) null),
            new Schema.Field("op", Schema.create(Schema.Type.STRING), null, (Object) null),
            new Schema.Field("ts_ms", number, null, (Object) null),
            new Schema.Field("ts_us", number, null, (Object) null)));
  }

  private static Schema nullable(Schema schema) {
    return Schema.createUnion(Schema.create(Schema.Type.NULL), schema);
  }
}
