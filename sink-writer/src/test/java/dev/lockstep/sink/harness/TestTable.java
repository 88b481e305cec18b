package dev.lockstep.sink.harness;

import dev.lockstep.schema.event.ChangeSource;
import dev.lockstep.schema.row.KeyShape;
import dev.lockstep.schema.topic.ChangeTopic;
import dev.lockstep.schema.topic.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** A source table: its schemas, and records as a capture writes them. */
public final class TestTable {

  private static final AtomicLong SERIAL = new AtomicLong();

  private final ChangeTopic topic;
  private final Schema key;
  private final Schema value;
  private final Schema envelope;
  private final KeyShape keyShape;

  public TestTable(String endpoint, TableName name, int keyColumns, List<TestColumn> columns) {
    this.topic = new ChangeTopic(endpoint, name);
    String namespace = (endpoint + "." + name).replaceAll("[^A-Za-z0-9_.]", "_");
    this.key =
        Schema.createRecord(
            "Key",
            null,
            namespace,
            false,
            columns.stream().limit(keyColumns).map(column -> column.field(true)).toList());
    List<Schema.Field> fields = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      fields.add(columns.get(i).field(i < keyColumns));
    }
    this.value = Schema.createRecord("Value", null, namespace, false, fields);
    value.addProp("lockstep.key", key.getFields().stream().map(Schema.Field::name).toList());
    Schema row = Schema.createUnion(Schema.create(Schema.Type.NULL), value);
    this.envelope =
        Schema.createRecord(
            "Envelope",
            null,
            namespace,
            false,
            List.of(
                new Schema.Field("before", row, null, Schema.Field.NULL_DEFAULT_VALUE),
                new Schema.Field("after", row, null, Schema.Field.NULL_DEFAULT_VALUE),
                new Schema.Field("source", ChangeSource.getClassSchema()),
                new Schema.Field("op", Schema.create(Schema.Type.STRING)),
                new Schema.Field("ts_ms", Schema.create(Schema.Type.LONG)),
                new Schema.Field("ts_us", Schema.create(Schema.Type.LONG))));
    this.keyShape = KeyShape.of(key);
  }

  public String topic() {
    return topic.name();
  }

  public ChangeTopic changeTopic() {
    return topic;
  }

  public TableName name() {
    return topic.table();
  }

  public Schema keySchema() {
    return key;
  }

  /** A row from the values of its columns, in order. */
  public GenericRecord row(Object... values) {
    GenericRecord row = new GenericData.Record(value);
    for (int i = 0; i < values.length; i++) {
      row.put(i, values[i]);
    }
    return row;
  }

  public GenericRecord key(Object... values) {
    GenericRecord record = new GenericData.Record(key);
    for (int i = 0; i < key.getFields().size(); i++) {
      record.put(i, values[i]);
    }
    return record;
  }

  public GenericRecord keyOf(GenericRecord row) {
    GenericRecord record = new GenericData.Record(key);
    for (Schema.Field field : key.getFields()) {
      record.put(field.pos(), row.get(field.name()));
    }
    return record;
  }

  public int partition(GenericRecord keyRecord, int partitions) {
    return keyShape.partition(keyRecord, partitions);
  }

  public GenericRecord envelope(String op, GenericRecord before, GenericRecord after, int epoch) {
    GenericRecord record = new GenericData.Record(envelope);
    record.put("before", before);
    record.put("after", after);
    record.put("source", source(op, epoch));
    record.put("op", op);
    record.put("ts_ms", 1_700_000_000_000L);
    record.put("ts_us", 1_700_000_000_000_000L);
    return record;
  }

  private GenericRecord source(String op, int epoch) {
    GenericRecord source = new GenericData.Record(ChangeSource.getClassSchema());
    source.put("connector", "mariadb");
    source.put("name", topic.endpoint());
    source.put("ts_ms", 1_700_000_000_000L);
    source.put("snapshot", op.equals("r"));
    source.put("db", topic.table().schema());
    source.put("table", topic.table().table());
    source.put("pos", 0L);
    source.put("serial", SERIAL.incrementAndGet());
    source.put("epoch", epoch);
    return source;
  }
}
