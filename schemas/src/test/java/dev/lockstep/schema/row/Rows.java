package dev.lockstep.schema.row;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Schemas and rows in the form that producers give them. */
final class Rows {

  static final Schema INT = Schema.create(Schema.Type.INT);
  static final Schema LONG = Schema.create(Schema.Type.LONG);
  static final Schema TEXT = Schema.create(Schema.Type.STRING);
  static final Schema BYTES = Schema.create(Schema.Type.BYTES);
  static final Schema DOUBLE = Schema.create(Schema.Type.DOUBLE);
  static final Schema BOOLEAN = Schema.create(Schema.Type.BOOLEAN);

  private Rows() {}

  static Schema decimal(int precision, int scale) {
    return logical(Schema.Type.BYTES, LogicalTypes.decimal(precision, scale));
  }

  static Schema logical(Schema.Type type, LogicalType logical) {
    return logical.addToSchema(Schema.create(type));
  }

  static ByteBuffer unscaled(String number) {
    return ByteBuffer.wrap(new BigDecimal(number).unscaledValue().toByteArray());
  }

  static ByteBuffer bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return ByteBuffer.wrap(bytes);
  }

  /** One column of a schema to be. */
  record Column(String name, Schema type, ColumnKind kind) {}

  static Column column(String name, Schema type, ColumnKind kind) {
    return new Column(name, type, kind);
  }

  static Schema schema(Column... columns) {
    List<Schema.Field> fields = new ArrayList<>();
    for (Column column : columns) {
      Schema nullable = SchemaBuilder.unionOf().nullType().and().type(column.type()).endUnion();
      Schema.Field field = new Schema.Field(column.name(), nullable, null, (Object) null);
      field.addProp("lockstep.kind", column.kind().label());
      fields.add(field);
    }
    return Schema.createRecord("Value", null, "test", false, fields);
  }

  static GenericRecord row(Schema schema, Object... values) {
    GenericRecord row = new GenericData.Record(schema);
    for (int i = 0; i < values.length; i++) {
      row.put(i, values[i]);
    }
    return row;
  }

  static GenericRecord row(Schema schema, Map<String, Object> values) {
    GenericRecord row = new GenericData.Record(schema);
    values.forEach(row::put);
    return row;
  }

  /** The digest of a row of one column. */
  static RowDigest digest(Schema type, ColumnKind kind, ColumnRule rule, Object value) {
    Schema schema = schema(column("c", type, kind));
    return RowShape.of(schema, ColumnRules.of(Map.of("c", rule))).digest(row(schema, value));
  }

  static RowDigest digest(Schema type, ColumnKind kind, Object value) {
    return digest(type, kind, ColumnRule.NONE, value);
  }
}
