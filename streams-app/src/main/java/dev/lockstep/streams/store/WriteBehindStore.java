package dev.lockstep.streams.store;

import dev.lockstep.streams.state.ByteStore;
import dev.lockstep.streams.state.WriteBehind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * A store of Kafka Streams behind a hash table that it has us write before every commit, as it does
 * with caches of its own: those find and order each entry in a tree, which took a third of the
 * topology's time. Hence the one use of its internals here.
 */
public final class WriteBehindStore
    extends WrappedStateStore<KeyValueStore<Bytes, byte[]>, Bytes, byte[]> implements ByteStore {

  private final WriteBehind entries;

  WriteBehindStore(KeyValueStore<Bytes, byte[]> inner) {
    super(inner);
    entries = new WriteBehind(new Inner(inner));
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return entries.get(key);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    entries.put(key, value);
  }

  @Override
  public void putLater(byte[] key, Supplier<byte[]> value) {
    entries.putLater(key, value);
  }

  @Override
  public void delete(byte[] key) {
    entries.delete(key);
  }

  @Override
  public Cursor range(byte[] from, byte[] to) {
    return entries.range(from, to);
  }

  /** Called before each commit, and before a task is closed in order. */
  @Override
  public void flushCache() {
    entries.flush();
  }

  /** Called when a task is given up or begins anew: what was not committed is void. */
  @Override
  public void clearCache() {
    entries.clear();
  }

  @Override
  public void close() {
    entries.clear();
    super.close();
  }

  private record Inner(KeyValueStore<Bytes, byte[]> store) implements WriteBehind.Backing {

    @Override
    public byte @Nullable [] get(byte[] key) {
      return store.get(Bytes.wrap(key));
    }

    @Override
    public void writeAll(List<WriteBehind.Entry> entries) {
      List<KeyValue<Bytes, byte[]>> batch = new ArrayList<>(entries.size());
      for (WriteBehind.Entry entry : entries) {
        batch.add(new KeyValue<>(Bytes.wrap(entry.key()), entry.value()));
      }
      store.putAll(batch);
    }

    @Override
    public Cursor range(byte[] from, byte[] to) {
      return StoreCursor.over(store, from, to);
    }
  }
}
