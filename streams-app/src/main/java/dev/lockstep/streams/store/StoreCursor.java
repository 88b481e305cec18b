package dev.lockstep.streams.store;

import dev.lockstep.streams.state.ByteStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * One pass over entries of a store of Kafka Streams, as they were when it was opened.
 *
 * <p>RocksDB reads from a snapshot by itself. The store in memory copies its keys and then looks
 * for their values as they are by then, and passes over those deleted in between; it is small, so
 * its entries are copied.
 */
final class StoreCursor implements ByteStore.Cursor {

  private final Iterator<KeyValue<Bytes, byte[]>> entries;
  private final Runnable end;
  private byte[] key = {};
  private byte[] value = {};

  private StoreCursor(Iterator<KeyValue<Bytes, byte[]>> entries, Runnable end) {
    this.entries = entries;
    this.end = end;
  }

  static StoreCursor over(KeyValueStore<Bytes, byte[]> store, byte[] from, byte[] to) {
    KeyValueIterator<Bytes, byte[]> entries = store.range(Bytes.wrap(from), Bytes.wrap(to));
    if (store.persistent()) {
      return new StoreCursor(entries, entries::close);
    }
    List<KeyValue<Bytes, byte[]>> copy = new ArrayList<>();
    try (entries) {
      entries.forEachRemaining(copy::add);
    }
    return new StoreCursor(copy.iterator(), () -> {});
  }

  @Override
  public boolean advance() {
    if (!entries.hasNext()) {
      return false;
    }
    KeyValue<Bytes, byte[]> entry = entries.next();
    key = entry.key.get();
    value = entry.value;
    return true;
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public byte[] value() {
    return value;
  }

  @Override
  public void close() {
    end.run();
  }
}
