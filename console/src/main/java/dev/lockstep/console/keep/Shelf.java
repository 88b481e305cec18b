package dev.lockstep.console.keep;

import dev.lockstep.console.fact.Entry;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Facts by id, at most so many: when full, the one that was first put leaves. Not thread-safe; the
 * list it shows is immutable and made again only after a change.
 */
final class Shelf<T> {

  private final int bound;
  private final boolean sortedById;
  private final Consumer<String> onEviction;
  private final Map<String, Entry<T>> entries = new LinkedHashMap<>();
  private @Nullable List<Entry<T>> shown = List.of();
  private long evicted;

  Shelf(int bound, boolean sortedById, Consumer<String> onEviction) {
    this.bound = bound;
    this.sortedById = sortedById;
    this.onEviction = onEviction;
  }

  Optional<T> fact(String id) {
    return Optional.ofNullable(entries.get(id)).map(Entry::fact);
  }

  /** Puts a fact; a known id keeps its place. */
  void put(String id, long revision, T fact) {
    entries.put(id, new Entry<>(id, revision, fact));
    if (entries.size() > bound) {
      String eldest = entries.keySet().iterator().next();
      entries.remove(eldest);
      evicted++;
      onEviction.accept(eldest);
    }
    shown = null;
  }

  boolean remove(String id) {
    if (entries.remove(id) == null) {
      return false;
    }
    shown = null;
    return true;
  }

  /** How many had to leave for want of room. */
  long evicted() {
    return evicted;
  }

  /** In the order in which they were first put, unless sorted. */
  List<Entry<T>> entries() {
    List<Entry<T>> current = shown;
    if (current == null) {
      current =
          sortedById
              ? entries.values().stream().sorted(Comparator.comparing(Entry::id)).toList()
              : List.copyOf(entries.values());
      shown = current;
    }
    return current;
  }
}
