package dev.lockstep.sink;

import dev.lockstep.schema.codec.RegistryClient;
import dev.lockstep.schema.codec.RegistryException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/** The key schema of each change topic: as last read, or as the registry has it. Thread-safe. */
final class KeySchemas {

  private final RegistryClient registry;
  private final Map<String, Schema> lastRead = new ConcurrentHashMap<>();

  KeySchemas(RegistryClient registry) {
    this.registry = registry;
  }

  void read(String topic, Schema schema) {
    if (lastRead.get(topic) != schema) {
      lastRead.put(topic, schema);
    }
  }

  /** Empty when there never was a key: then there never was a row either. */
  Optional<Schema> of(String topic) {
    Schema read = lastRead.get(topic);
    if (read != null) {
      return Optional.of(read);
    }
    try {
      return Optional.of(registry.latest(topic + "-key").schema());
    } catch (RegistryException e) {
      if (e.isUnknown()) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
