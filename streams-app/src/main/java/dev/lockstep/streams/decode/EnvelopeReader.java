package dev.lockstep.streams.decode;

import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.codec.RegistryWait;
import dev.lockstep.streams.state.Op;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Avro of change topics.
 *
 * <p>A record that will never be readable is set aside; one whose schema the registry does not give
 * has to wait, and the trouble is passed on so that it is tried again.
 */
public final class EnvelopeReader {

  private final Deserializer<GenericRecord> keys;
  private final Deserializer<GenericRecord> values;

  public EnvelopeReader(Map<String, ?> registryConfig) {
    keys = Avro.generic(registryConfig, true).deserializer();
    values = Avro.generic(registryConfig, false).deserializer();
  }

  public Envelope read(String topic, byte @Nullable [] key, byte @Nullable [] value)
      throws UnreadableRecordException {
    if (value == null) {
      throw new UnreadableRecordException("The record has no value");
    }
    GenericRecord record = decode(values, topic, value);
    try {
      return envelope(record, key == null ? null : key(topic, key), schemaId(value));
    } catch (ClassCastException | NullPointerException | AvroRuntimeException e) {
      throw new UnreadableRecordException(
          "The record is no change envelope, its schema is " + record.getSchema().getFullName(), e);
    }
  }

  public GenericRecord key(String topic, byte[] key) throws UnreadableRecordException {
    return decode(keys, topic, key);
  }

  private static Envelope envelope(GenericRecord record, @Nullable GenericRecord key, int schemaId)
      throws UnreadableRecordException {
    String letter = (String) record.get("op");
    Op op =
        Op.of(letter)
            .orElseThrow(
                () -> new UnreadableRecordException("The operation '" + letter + "' is unknown"));
    if (!op.isBarrier() && key == null) {
      throw new UnreadableRecordException("A row change has no key");
    }
    GenericRecord source = (GenericRecord) record.get("source");
    Envelope envelope =
        new Envelope(
            op,
            key,
            (GenericRecord) record.get("before"),
            (GenericRecord) record.get("after"),
            (Long) source.get("serial"),
            (Long) source.get("ts_ms"),
            (Long) record.get("ts_us"),
            schemaId);
    if (!op.isBarrier() && op != Op.DELETE && envelope.after() == null) {
      throw new UnreadableRecordException("Operation '" + letter + "' has no row after it");
    }
    return envelope;
  }

  private static GenericRecord decode(
      Deserializer<GenericRecord> deserializer, String topic, byte[] bytes)
      throws UnreadableRecordException {
    try {
      return deserializer.deserialize(topic, bytes);
    } catch (SerializationException e) {
      RegistryWait.throwIfDue(e);
      String message = e.getMessage();
      throw new UnreadableRecordException(message == null ? e.toString() : message, e);
    }
  }

  private static int schemaId(byte[] value) {
    return ByteBuffer.wrap(value).getInt(1);
  }
}
