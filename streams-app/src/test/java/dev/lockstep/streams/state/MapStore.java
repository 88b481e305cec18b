package dev.lockstep.streams.state;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A byte store in memory, ordered as RocksDB is; it can be copied, as a crash goes back to a
 * commit.
 */
public final class MapStore implements ByteStore, WriteBehind.Backing {

  private final TreeMap<byte[], byte[]> entries;

  public MapStore() {
    entries = new TreeMap<>(Arrays::compareUnsigned);
  }

  private MapStore(TreeMap<byte[], byte[]> entries) {
    this.entries = new TreeMap<>(entries);
  }

  public MapStore copy() {
    return new MapStore(entries);
  }

  public int size() {
    return entries.size();
  }

  public long bytes() {
    return entries.entrySet().stream()
        .mapToLong(e -> e.getKey().length + e.getValue().length)
        .sum();
  }

  @Override
  public byte[] get(byte[] key) {
    return entries.get(key);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    entries.put(key, value);
  }

  @Override
  public void delete(byte[] key) {
    entries.remove(key);
  }

  @Override
  public void writeAll(List<WriteBehind.Entry> batch) {
    for (WriteBehind.Entry entry : batch) {
      if (entry.value() == null) {
        delete(entry.key());
      } else {
        put(entry.key(), entry.value());
      }
    }
  }

  @Override
  public Cursor range(byte[] from, byte[] to) {
    Iterator<Map.Entry<byte[], byte[]>> snapshot =
        new TreeMap<>(entries.subMap(from, true, to, true)).entrySet().iterator();
    return new Cursor() {
      private Map.Entry<byte[], byte[]> entry;

      @Override
      public boolean advance() {
        entry = snapshot.hasNext() ? snapshot.next() : null;
        return entry != null;
      }

      @Override
      public byte[] key() {
        return entry.getKey();
      }

      @Override
      public byte[] value() {
        return entry.getValue();
      }

      @Override
      public void close() {}
    };
  }
}
