package dev.lockstep.schema.codec;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes Avro records in the Confluent wire format, generic or specific, under Confluent's keys.
 *
 * <p>A null stays null. One instance may serve many threads, as a Kafka producer does: buffer and
 * encoder belong to the thread, the id of a schema is found by the identity of the schema object in
 * front of the registry client's cache, which goes by equality. Both are bounded. Holds no
 * resources.
 *
 * @param <T> {@link org.apache.avro.generic.GenericRecord} or a generated class
 */
public final class AvroSerializer<T extends IndexedRecord> implements Serializer<T> {

  /** Identity of the schema, equality of the topic. */
  private record Slot(String topic, Schema schema) {
    @Override
    public int hashCode() {
      return topic.hashCode() * 31 + System.identityHashCode(schema);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // The point of it: equality of schemas is deep.
    public boolean equals(@Nullable Object other) {
      return other instanceof Slot slot && slot.schema == schema && slot.topic.equals(topic);
    }
  }

  private record IdWriter(int id, RecordWriters.RecordWriter writer) {}

  private static final class Scratch {
    private final RecordBuffer buffer = new RecordBuffer();
    private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(buffer, null);
  }

  private static final ThreadLocal<Scratch> SCRATCHES = ThreadLocal.withInitial(Scratch::new);

  private final Map<Slot, IdWriter> writers = new ConcurrentHashMap<>();
  private @Nullable ConfluentConfig config;
  private @Nullable RegistryClient registry;

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    configure(ConfluentConfig.of(configs, isKey));
  }

  void configure(ConfluentConfig configured) {
    config = configured;
    registry = RegistryClients.shared(configured.registry());
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable T record) {
    if (record == null) {
      return null;
    }
    Slot slot = new Slot(topic, record.getSchema());
    IdWriter writer = writers.get(slot);
    if (writer == null) {
      writer = writer(slot, record);
    }
    Scratch scratch = SCRATCHES.get();
    scratch.buffer.begin();
    try {
      writer.writer.write(record, scratch.encoder);
      scratch.encoder.flush();
    } catch (IOException | AvroRuntimeException | ClassCastException | NullPointerException e) {
      throw new SerializationException(
          "A record for "
              + topic
              + " does not fit its schema "
              + slot.schema.getFullName()
              + ": "
              + e.getMessage(),
          e);
    }
    return scratch.buffer.finish(writer.id);
  }

  private IdWriter writer(Slot slot, IndexedRecord record) {
    ConfluentConfig configured = config;
    RegistryClient client = registry;
    if (configured == null || client == null) {
      throw new IllegalStateException("configure() was not called");
    }
    String subject = configured.naming().subject(slot.topic, configured.key(), slot.schema);
    try {
      IdWriter made = make(configured, client, subject, record);
      if (writers.size() >= configured.cachedSchemas()) {
        // Rare, and cheap to fill again from the client's cache; order of use would cost every
        // write.
        writers.clear();
      }
      writers.put(slot, made);
      return made;
    } catch (RegistryException e) {
      throw new SerializationException(
          "The schema of a record for "
              + slot.topic
              + " has no id under subject '"
              + subject
              + "': "
              + e.getMessage(),
          e);
    }
  }

  private static IdWriter make(
      ConfluentConfig config, RegistryClient registry, String subject, IndexedRecord record) {
    Schema schema = record.getSchema();
    if (config.autoRegister()) {
      return new IdWriter(registry.register(subject, schema), RecordWriters.of(record));
    }
    if (config.useLatest()) {
      RegisteredSchema latest = registry.latest(subject);
      return new IdWriter(latest.id(), RecordWriters.as(latest, record, config.latestStrict()));
    }
    return new IdWriter(registry.idOf(subject, schema), RecordWriters.of(record));
  }
}
