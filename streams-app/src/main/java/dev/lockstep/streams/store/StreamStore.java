package dev.lockstep.streams.store;

import dev.lockstep.streams.state.ByteStore;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A store of Kafka Streams as an ordered byte store. */
public final class StreamStore implements ByteStore {

  private final KeyValueStore<Bytes, byte[]> store;

  public StreamStore(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return store.get(Bytes.wrap(key));
  }

  @Override
  public void put(byte[] key, byte[] value) {
    store.put(Bytes.wrap(key), value);
  }

  @Override
  public void delete(byte[] key) {
    store.delete(Bytes.wrap(key));
  }

  @Override
  public Cursor range(byte[] from, byte[] to) {
    return new IteratorCursor(store.range(Bytes.wrap(from), Bytes.wrap(to)));
  }

  private static final class IteratorCursor implements Cursor {

    private final KeyValueIterator<Bytes, byte[]> iterator;
    private byte[] key = {};
    private byte[] value = {};

    IteratorCursor(KeyValueIterator<Bytes, byte[]> iterator) {
      this.iterator = iterator;
    }

    @Override
    public boolean advance() {
      if (!iterator.hasNext()) {
        return false;
      }
      KeyValue<Bytes, byte[]> entry = iterator.next();
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
      iterator.close();
    }
  }
}
