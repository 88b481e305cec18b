package dev.lockstep.schema.codec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Keeps the most recently used entries up to a bound. Safe for use by many threads: the map is
 * locked, the loading is not, so that a slow registry never holds up those whose entry is there. By
 * hand: whoever takes the codec alone into a program of theirs gets no further library with it.
 */
final class BoundedCache<K, V> {

  private final Map<K, V> entries;

  BoundedCache(int bound) {
    int atLeastOne = Math.max(1, bound);
    this.entries =
        new LinkedHashMap<>(64, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > atLeastOne;
          }
        };
  }

  /**
   * The entry, loaded if absent; two threads may load the same, which for our answers is harmless.
   */
  V get(K key, Function<? super K, ? extends V> load) {
    synchronized (entries) {
      V found = entries.get(key);
      if (found != null) {
        return found;
      }
    }
    V loaded = load.apply(key);
    synchronized (entries) {
      entries.put(key, loaded);
    }
    return loaded;
  }

  int size() {
    synchronized (entries) {
      return entries.size();
    }
  }
}
