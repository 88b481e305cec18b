package dev.lockstep.schema.codec;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro records in the Confluent wire format, generic or specific, under Confluent's keys.
 *
 * <p>Generic records keep the writer's schema; specific ones are resolved to the schema of their
 * class. A null stays null. One instance may serve many threads, as Kafka Streams shares them:
 * readers are immutable, buffers belong to the thread. Holds no resources.
 *
 * @param <T> {@link org.apache.avro.generic.GenericRecord}, or a generated class with {@code
 *     specific.avro.reader}
 */
public final class AvroDeserializer<T extends IndexedRecord> implements Deserializer<T> {

  private record IdReader(int id, RecordReaders.RecordReader reader) {}

  private final Map<Integer, IdReader> readers = new ConcurrentHashMap<>();
  private @Nullable ConfluentConfig config;
  private @Nullable RegistryClient registry;
  private volatile @Nullable IdReader last;

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    configure(ConfluentConfig.of(configs, isKey));
  }

  void configure(ConfluentConfig configured) {
    config = configured;
    registry = RegistryClients.shared(configured.registry());
  }

  @Override
  public @Nullable T deserialize(String topic, byte @Nullable [] data) {
    if (data == null) {
      return null;
    }
    int id = WireFormat.schemaId(topic, data);
    try {
      IdReader newest = last;
      IdReader reader = newest != null && newest.id == id ? newest : reader(id);
      // The configured reader decides the class, as with every Kafka deserializer.
      @SuppressWarnings("unchecked")
      T record = (T) reader.reader.read(data, WireFormat.HEADER_BYTES);
      return record;
    } catch (RegistryException e) {
      throw new SerializationException(
          "The registry does not give the schema with id "
              + id
              + ", which a record of "
              + topic
              + " needs: "
              + e.getMessage(),
          e);
    } catch (IOException
        | AvroRuntimeException
        | UnsupportedOperationException
        | ClassCastException e) {
      throw new SerializationException(
          "A record of "
              + topic
              + " cannot be read with its schema, id "
              + id
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private IdReader reader(int id) {
    ConfluentConfig configured = config;
    RegistryClient client = registry;
    if (configured == null || client == null) {
      throw new IllegalStateException("configure() was not called");
    }
    IdReader found = readers.get(id);
    if (found == null) {
      found = new IdReader(id, RecordReaders.of(client.byId(id), configured));
      if (readers.size() >= configured.cachedSchemas()) {
        // Rare, and cheap to fill again; keeping order of use would cost every read.
        readers.clear();
      }
      readers.put(id, found);
    }
    last = found;
    return found;
  }
}
