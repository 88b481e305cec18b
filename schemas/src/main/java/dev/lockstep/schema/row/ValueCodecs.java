package dev.lockstep.schema.row;

import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Chooses the codec of a column from its Avro schema, the kind its producer gave it and its rule.
 */
final class ValueCodecs {

  /** Field property with {@link ColumnKind#label()}: says what the Avro type alone cannot. */
  static final String KIND_PROPERTY = "lockstep.kind";

  static final Schema MICROS =
      LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));

  private ValueCodecs() {}

  static ValueCodec of(Schema.Field field, ColumnRule rule) {
    Schema schema = nonNull(field.schema());
    ColumnKind kind = declaredKind(field, schema);
    ColumnKind wanted = rule.compareAs().orElse(kind);
    if (reads(kind, schema) && (wanted == kind || wanted.isExactNumber() && kind.isExactNumber())) {
      return direct(kind, schema, rule);
    }
    ColumnKind readable = reads(kind, schema) ? kind : naturalKind(schema);
    return new ConvertedCodec(direct(readable, schema, ColumnRule.NONE), wanted, rule);
  }

  /** The kind that a column is read as without a rule. */
  static ColumnKind kind(Schema.Field field) {
    return declaredKind(field, nonNull(field.schema()));
  }

  private static ColumnKind declaredKind(Schema.Field field, Schema schema) {
    ColumnKind natural = naturalKind(schema);
    Object declared = field.getObjectProp(KIND_PROPERTY);
    return declared == null ? natural : ColumnKind.of(declared.toString()).orElse(natural);
  }

  private static ValueCodec direct(ColumnKind kind, Schema schema, ColumnRule rule) {
    return switch (kind) {
      case INTEGER, DECIMAL, BOOLEAN -> new NumberCodec(kind, schema, rule);
      case FLOAT -> new FloatCodec(schema, rule);
      case TEXT -> new TextCodec(rule);
      case BYTES -> new TextCodec.Bytes();
      case DATE, TIME, LOCAL_TIMESTAMP, INSTANT -> new TemporalCodec(kind, schema, rule);
      case UUID -> new TextCodec.Uuid();
      case JSON -> new JsonCodec();
      case LIST, SET -> new CollectionCodec(kind, element(schema.getElementType()));
      case MAP -> new CollectionCodec(kind, element(schema.getValueType()));
    };
  }

  private static ValueCodec element(Schema schema) {
    Schema element = nonNull(schema);
    return direct(naturalKind(element), element, ColumnRule.NONE);
  }

  private static boolean reads(ColumnKind kind, Schema schema) {
    Schema.Type type = schema.getType();
    return switch (kind) {
      case INTEGER, DECIMAL, BOOLEAN -> NumberCodec.reads(schema);
      case FLOAT -> type == Schema.Type.FLOAT || type == Schema.Type.DOUBLE;
      case TEXT, UUID, JSON -> type == Schema.Type.STRING || type == Schema.Type.ENUM;
      case BYTES -> type == Schema.Type.BYTES || type == Schema.Type.FIXED;
      case DATE, TIME, LOCAL_TIMESTAMP, INSTANT -> TemporalCodec.reads(schema);
      case LIST, SET -> type == Schema.Type.ARRAY;
      case MAP -> type == Schema.Type.MAP;
    };
  }

  private static ColumnKind naturalKind(Schema schema) {
    LogicalType logical = schema.getLogicalType();
    String name = logical == null ? "" : logical.getName();
    return switch (schema.getType()) {
      case INT, LONG -> integerKind(name);
      case FLOAT, DOUBLE -> ColumnKind.FLOAT;
      case BOOLEAN -> ColumnKind.BOOLEAN;
      case BYTES, FIXED -> name.equals("decimal") ? ColumnKind.DECIMAL : ColumnKind.BYTES;
      case STRING -> name.equals("uuid") ? ColumnKind.UUID : ColumnKind.TEXT;
      case ENUM -> ColumnKind.TEXT;
      case ARRAY -> ColumnKind.LIST;
      case MAP -> ColumnKind.MAP;
      default ->
          throw new IllegalArgumentException(
              "No column can have the Avro type " + schema.getType());
    };
  }

  private static ColumnKind integerKind(String logical) {
    if (logical.equals("date")) {
      return ColumnKind.DATE;
    }
    if (logical.startsWith("time-")) {
      return ColumnKind.TIME;
    }
    if (logical.startsWith("local-timestamp-")) {
      return ColumnKind.LOCAL_TIMESTAMP;
    }
    return logical.startsWith("timestamp-") ? ColumnKind.INSTANT : ColumnKind.INTEGER;
  }

  private static Schema nonNull(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return schema;
    }
    List<Schema> branches =
        schema.getTypes().stream().filter(branch -> branch.getType() != Schema.Type.NULL).toList();
    if (branches.size() != 1) {
      throw new IllegalArgumentException("A column is one type or null, not " + schema);
    }
    return branches.getFirst();
  }
}
