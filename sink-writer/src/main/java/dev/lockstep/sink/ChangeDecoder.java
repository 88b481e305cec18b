package dev.lockstep.sink;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.codec.RegistryException;
import dev.lockstep.schema.codec.RegistryWait;
import dev.lockstep.schema.row.KeyShape;
import dev.lockstep.sink.apply.Change;
import dev.lockstep.sink.apply.Operation;
import dev.lockstep.sink.apply.RawRecord;
import dev.lockstep.sink.apply.RowKey;
import dev.lockstep.sink.apply.TargetError;
import dev.lockstep.sink.position.SourcePartition;
import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of change topics. What cannot be read becomes a change that says so and goes to the
 * dead letters; only a registry that does not give a schema is an exception, since that passes. One
 * thread.
 */
final class ChangeDecoder {

  private static final int MAX_SHAPES = 256;

  private final Deserializer<GenericRecord> keys;
  private final Deserializer<GenericRecord> values;
  private final KeySchemas keySchemas;
  private final Map<Schema, KeyShape> shapes = new IdentityHashMap<>();

  ChangeDecoder(Map<String, Object> registry, KeySchemas keySchemas) {
    this.keys = Avro.generic(registry, true).deserializer();
    this.values = Avro.generic(registry, false).deserializer();
    this.keySchemas = keySchemas;
  }

  /**
   * Reads one record.
   *
   * @throws RegistryException when the record has to wait for the registry
   */
  Change decode(SourcePartition partition, ConsumerRecord<byte[], byte[]> record) {
    RawRecord raw = new RawRecord(record.key(), record.value());
    try {
      GenericRecord envelope = values.deserialize(record.topic(), record.value());
      if (envelope == null) {
        return unreadable(partition, record.offset(), raw, "the record has no value");
      }
      return read(
          partition,
          record.offset(),
          keys.deserialize(record.topic(), record.key()),
          envelope,
          raw);
    } catch (SerializationException e) {
      RegistryWait.throwIfDue(e);
      return unreadable(partition, record.offset(), raw, LockstepException.messageOf(e));
    } catch (RuntimeException e) {
      // A record that is no envelope at all; whatever is wrong with it is wrong with this record.
      return unreadable(
          partition,
          record.offset(),
          raw,
          e.getClass().getSimpleName() + ": " + LockstepException.messageOf(e));
    }
  }

  private Change read(
      SourcePartition partition,
      long offset,
      @Nullable GenericRecord key,
      GenericRecord envelope,
      RawRecord raw) {
    String op = String.valueOf(envelope.get("op"));
    GenericRecord after = (GenericRecord) envelope.get("after");
    Operation operation =
        switch (op) {
          case "c", "r", "u" -> Operation.UPSERT;
          case "d" -> Operation.DELETE;
          case "s" -> Operation.SNAPSHOT_START;
          case "e" -> Operation.SNAPSHOT_END;
          case "t" -> Operation.TRUNCATE;
          case "h" -> Operation.SCHEMA;
          default -> throw new IllegalArgumentException("op '" + op + "' is not known");
        };
    if (!operation.isBarrier() && key == null) {
      throw new IllegalArgumentException("a row change without a key");
    }
    if (operation == Operation.UPSERT && after == null) {
      throw new IllegalArgumentException("op '" + op + "' without a row");
    }
    return new Change(
        partition,
        offset,
        operation,
        operation.isBarrier() || key == null ? null : rowKey(partition.topic(), key),
        operation == Operation.UPSERT ? after : null,
        rowSchema(envelope.getSchema()),
        operation.isBarrier() ? (Integer) source(envelope).get("epoch") : 0,
        (Long) source(envelope).get("serial"),
        null,
        raw);
  }

  private RowKey rowKey(String topic, GenericRecord key) {
    keySchemas.read(topic, key.getSchema());
    KeyShape shape = shapes.get(key.getSchema());
    if (shape == null) {
      if (shapes.size() >= MAX_SHAPES) {
        shapes.clear();
      }
      shape = KeyShape.of(key.getSchema());
      shapes.put(key.getSchema(), shape);
    }
    return new RowKey(key, ByteBuffer.wrap(shape.bytes(key)), ByteBuffer.wrap(shape.folded(key)));
  }

  private static Schema rowSchema(Schema envelope) {
    return envelope.getField("after").schema().getTypes().stream()
        .filter(branch -> branch.getType() == Schema.Type.RECORD)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("an envelope without rows"));
  }

  private static GenericRecord source(GenericRecord envelope) {
    return (GenericRecord) envelope.get("source");
  }

  private static Change unreadable(
      SourcePartition partition, long offset, RawRecord raw, String why) {
    TargetError problem =
        TargetError.of(
            "unreadable",
            "Offset %d of %s cannot be read: %s".formatted(offset, partition, why),
            "See who else writes to the topic; the record is kept with the dead letters.");
    return new Change(
        partition, offset, Operation.UNREADABLE, null, null, null, 0, 0, problem, raw);
  }
}
