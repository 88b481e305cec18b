package dev.lockstep.streams;

import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.event.ChangeSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.serialization.Serializer;

/** Records of change topics as a capture publishes them: tables of an id and a name. */
final class ChangeBytes {

  /** A row of the test tables. */
  record Row(int id, String name) {}

  private final Map<String, String> added = new HashMap<>();
  private final Map<String, String> kindOfNames = new HashMap<>();
  private final Serializer<GenericRecord> keys;
  private final Serializer<GenericRecord> values;

  private final Set<String> keyedByBoth = new HashSet<>();

  ChangeBytes(Map<String, Object> registry) {
    keys = Avro.generic(registry, true).serializer();
    values = Avro.generic(registry, false).serializer();
  }

  /** From here on rows of this topic have one more column, filled with its own name. */
  void addColumn(String topic, String column) {
    added.put(topic, column);
  }

  /** From here on names of this topic are of this kind. */
  void nameIs(String topic, String kind) {
    kindOfNames.put(topic, kind);
  }

  /** From here on rows of this topic are told apart by both columns. */
  void keyByBoth(String topic) {
    keyedByBoth.add(topic);
  }

  /** Null for a barrier. */
  byte[] key(String topic, Row before, Row after) {
    Row any = after != null ? after : before;
    return any == null ? null : keys.serialize(topic, keyRecord(topic, any));
  }

  byte[] value(
      String topic, String op, Row before, Row after, ChangeSource source, long capturedMicros) {
    Schema value = valueSchema(topic);
    return values.serialize(
        topic,
        new GenericRecordBuilder(envelopeSchema(topic, value))
            .set("before", row(value, before))
            .set("after", row(value, after))
            .set("source", source)
            .set("op", op)
            .set("ts_ms", capturedMicros / 1000)
            .set("ts_us", capturedMicros)
            .build());
  }

  private static GenericRecord row(Schema schema, Row row) {
    if (row == null) {
      return null;
    }
    GenericRecordBuilder builder =
        new GenericRecordBuilder(schema).set("id", row.id()).set("name", row.name());
    schema.getFields().stream()
        .filter(field -> field.pos() > 1)
        .forEach(field -> builder.set(field, field.name()));
    return builder.build();
  }

  private GenericRecord keyRecord(String topic, Row row) {
    boolean both = keyedByBoth.contains(topic);
    GenericRecordBuilder key = new GenericRecordBuilder(keySchema(topic, both)).set("id", row.id());
    return both ? key.set("name", row.name()).build() : key.build();
  }

  private static Schema keySchema(String topic, boolean both) {
    SchemaBuilder.FieldAssembler<Schema> fields =
        SchemaBuilder.record("Key")
            .namespace(topic)
            .fields()
            .name("id")
            .prop("lockstep.kind", "integer")
            .prop("lockstep.type", "int(11)")
            .type()
            .intType()
            .noDefault();
    return both
        ? fields
            .name("name")
            .prop("lockstep.kind", "text")
            .prop("lockstep.type", "varchar(50)")
            .type()
            .stringType()
            .noDefault()
            .endRecord()
        : fields.endRecord();
  }

  private Schema valueSchema(String topic) {
    SchemaBuilder.FieldAssembler<Schema> fields = fields(topic);
    String column = added.get(topic);
    return column == null
        ? fields.endRecord()
        : fields
            .name(column)
            .prop("lockstep.kind", "text")
            .prop("lockstep.type", "varchar(50)")
            .type()
            .stringType()
            .noDefault()
            .endRecord();
  }

  private SchemaBuilder.FieldAssembler<Schema> fields(String topic) {
    return SchemaBuilder.record("Value")
        .namespace(topic)
        .prop("lockstep.key", keyedByBoth.contains(topic) ? List.of("id", "name") : List.of("id"))
        .fields()
        .name("id")
        .prop("lockstep.kind", "integer")
        .prop("lockstep.type", "int(11)")
        .type()
        .intType()
        .noDefault()
        .name("name")
        .prop("lockstep.kind", kindOfNames.getOrDefault(topic, "text"))
        .prop("lockstep.type", kindOfNames.getOrDefault(topic, "varchar(50)"))
        .type()
        .unionOf()
        .nullType()
        .and()
        .stringType()
        .endUnion()
        .nullDefault();
  }

  private static Schema envelopeSchema(String topic, Schema value) {
    return SchemaBuilder.record("Envelope")
        .namespace(topic)
        .fields()
        .name("before")
        .type(Schema.createUnion(Schema.create(Schema.Type.NULL), value))
        .withDefault(null)
        .name("after")
        .type(Schema.createUnion(Schema.create(Schema.Type.NULL), value))
        .withDefault(null)
        .name("source")
        .type(ChangeSource.getClassSchema())
        .noDefault()
        .name("op")
        .type()
        .stringType()
        .noDefault()
        .name("ts_ms")
        .type()
        .longType()
        .noDefault()
        .name("ts_us")
        .type()
        .longType()
        .noDefault()
        .endRecord();
  }
}
