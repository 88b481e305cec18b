package dev.lockstep.streams.store;

import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/**
 * How every store of the topology is made: small states live in memory, what grows with the data on
 * disk, and all of them behind a {@link WriteBehindStore}.
 *
 * <p>None has a cache of Kafka Streams': its cursor takes a snapshot of what lies below and a list
 * of its own keys, and passes over whatever is evicted from the one to the other while it is read.
 * A reader that deletes as it goes has so lost entries.
 */
public final class StateStores {

  /** Changelogs are restored after a crash: small segments let the cleaner keep them short. */
  private static final Map<String, String> CHANGELOG =
      Map.of("segment.bytes", "33554432", "min.cleanable.dirty.ratio", "0.3");

  private StateStores() {}

  /** A store whose size goes by the data. */
  public static WriteBehindStoreBuilder large(String name) {
    return store(Stores.persistentKeyValueStore(name));
  }

  /** A store whose size goes by the number of tables. */
  public static WriteBehindStoreBuilder small(String name) {
    return store(Stores.inMemoryKeyValueStore(name));
  }

  private static WriteBehindStoreBuilder store(KeyValueBytesStoreSupplier supplier) {
    return new WriteBehindStoreBuilder(
        Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingEnabled(CHANGELOG));
  }
}
