package dev.lockstep.sink.harness;

import dev.lockstep.engine.mysql.sql.ColumnTypes;
import dev.lockstep.schema.change.Fields;
import dev.lockstep.schema.row.ColumnKind;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * A column as a capture describes it.
 *
 * @param filling what rows have that were there when it was added; null when that is not known
 */
public record TestColumn(
    String name,
    String type,
    ColumnKind kind,
    Schema schema,
    boolean nullable,
    String collation,
    Object filling) {

  public TestColumn(
      String name,
      String type,
      ColumnKind kind,
      Schema schema,
      boolean nullable,
      String collation) {
    this(name, type, kind, schema, nullable, collation, null);
  }

  public static final String CI = "utf8mb4_general_ci";

  public static TestColumn integer(String name) {
    return new TestColumn(
        name, "int(11)", ColumnKind.INTEGER, Schema.create(Schema.Type.INT), false, null);
  }

  public static TestColumn bigint(String name) {
    return new TestColumn(
        name, "bigint(20)", ColumnKind.INTEGER, Schema.create(Schema.Type.LONG), true, null);
  }

  public static TestColumn text(String name, int length) {
    return new TestColumn(
        name,
        "varchar(" + length + ")",
        ColumnKind.TEXT,
        Schema.create(Schema.Type.STRING),
        true,
        CI);
  }

  public static TestColumn decimal(String name, int precision, int scale) {
    return new TestColumn(
        name,
        "decimal(" + precision + "," + scale + ")",
        ColumnKind.DECIMAL,
        LogicalTypes.decimal(precision, scale).addToSchema(Schema.create(Schema.Type.BYTES)),
        true,
        null);
  }

  public static TestColumn dateTime(String name) {
    return new TestColumn(
        name,
        "datetime(6)",
        ColumnKind.LOCAL_TIMESTAMP,
        LogicalTypes.localTimestampMicros().addToSchema(Schema.create(Schema.Type.LONG)),
        true,
        null);
  }

  public static TestColumn of(String name, String type, ColumnKind kind, Schema schema) {
    return new TestColumn(name, type, kind, schema, true, kind == ColumnKind.TEXT ? CI : null);
  }

  public TestColumn collation(String other) {
    return new TestColumn(name, type, kind, schema, nullable, other);
  }

  public TestColumn notNull() {
    return new TestColumn(name, type, kind, schema, false, collation);
  }

  /** Not NULL, and added with one value for all rows. */
  public TestColumn filled(Object value) {
    return new TestColumn(name, type, kind, schema, false, collation, value);
  }

  private String avroName() {
    return name.replaceAll("[^A-Za-z0-9_]", "_");
  }

  Schema.Field field(boolean inKey) {
    boolean union = nullable && !inKey;
    Schema whole = union ? Schema.createUnion(Schema.create(Schema.Type.NULL), schema) : schema;
    Schema.Field field =
        union
            ? new Schema.Field(avroName(), whole, null, Schema.Field.NULL_DEFAULT_VALUE)
            : new Schema.Field(avroName(), whole, null, filling);
    if (!avroName().equals(name)) {
      field.addProp("lockstep.column", name);
    }
    field.addProp("lockstep.kind", kind.label());
    field.addProp("lockstep.type", type);
    ColumnTypes.capacity(type, Optional.ofNullable(collation))
        .ifPresent(capacity -> Fields.describe(field, capacity));
    if (collation != null) {
      field.addProp("lockstep.collation", collation);
    }
    return field;
  }
}
