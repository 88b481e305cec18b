package dev.lockstep.sink.apply;

import dev.lockstep.sink.position.SourcePartition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * Changes of a table with a text key and one value, for tests of the protocol. Offsets are serials
 * too.
 */
final class Changes {

  private static final Schema KEY =
      SchemaBuilder.record("Key").fields().requiredString("id").endRecord();
  private static final Schema ROW =
      SchemaBuilder.record("Value").fields().requiredString("id").requiredInt("v").endRecord();

  private Changes() {}

  static Change upsert(SourcePartition partition, long offset, String id, int version) {
    GenericRecord row = new GenericData.Record(ROW);
    row.put("id", id);
    row.put("v", version);
    return new Change(
        partition, offset, Operation.UPSERT, key(id), row, ROW, 0, offset, null, RawRecord.EMPTY);
  }

  static Change delete(SourcePartition partition, long offset, String id) {
    return new Change(
        partition, offset, Operation.DELETE, key(id), null, ROW, 0, offset, null, RawRecord.EMPTY);
  }

  static Change barrier(SourcePartition partition, long offset, Operation operation, int epoch) {
    return new Change(
        partition, offset, operation, null, null, ROW, epoch, offset, null, RawRecord.EMPTY);
  }

  static Change unreadable(SourcePartition partition, long offset) {
    return new Change(
        partition,
        offset,
        Operation.UNREADABLE,
        null,
        null,
        null,
        0,
        0,
        TargetError.of("unreadable", "not Avro", "none"),
        RawRecord.EMPTY);
  }

  static String id(Change change) {
    return change.requireKey().columns().get("id").toString();
  }

  static int version(Change change) {
    return (Integer) change.requireAfter().get("v");
  }

  private static RowKey key(String id) {
    GenericRecord key = new GenericData.Record(KEY);
    key.put("id", id);
    return new RowKey(key, bytes(id), bytes(id.toLowerCase(Locale.ROOT)));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
