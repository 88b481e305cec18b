package dev.lockstep.schema.status;

import dev.lockstep.schema.event.ComponentKey;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.kafka.Backoff;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What has been said and Kafka has not taken: of each key the newest alone, until it is taken. What
 * failed is due again after a pause that grows while everything fails. Bounded by the keys. Not
 * thread-safe.
 */
final class Untold {

  /** One status on its way. The very same object comes back with the answer. */
  record Word(ComponentKey key, ComponentStatus status) {}

  private static final class Entry {
    private final Word word;
    private boolean onItsWay;

    Entry(Word word) {
      this.word = word;
    }
  }

  private final Backoff backoff;
  private final LongSupplier nanoTime;
  private final Map<ComponentKey, Entry> newest = new LinkedHashMap<>();
  private int failures;
  private long notBeforeNanos;

  Untold(Backoff backoff, LongSupplier nanoTime) {
    this.backoff = backoff;
    this.nanoTime = nanoTime;
  }

  void say(ComponentKey key, ComponentStatus status) {
    // Last in the order again: what is said later is told later.
    newest.remove(key);
    newest.put(key, new Entry(new Word(key, status)));
  }

  boolean has(ComponentKey key) {
    return newest.containsKey(key);
  }

  void forget(Predicate<ComponentKey> keys) {
    newest.keySet().removeIf(keys);
  }

  boolean isEmpty() {
    return newest.isEmpty();
  }

  List<ComponentKey> keys() {
    return List.copyOf(newest.keySet());
  }

  /** Until something is to be sent: 0 for now, {@link Long#MAX_VALUE} while there is nothing. */
  long waitNanos() {
    if (newest.values().stream().allMatch(entry -> entry.onItsWay)) {
      return Long.MAX_VALUE;
    }
    return failures == 0 ? 0 : Math.max(0, notBeforeNanos - nanoTime.getAsLong());
  }

  /** What is to be sent now, in the order in which it was said; it is on its way from here on. */
  List<Word> due() {
    if (waitNanos() > 0) {
      return List.of();
    }
    List<Word> due = new ArrayList<>();
    for (Entry entry : newest.values()) {
      if (!entry.onItsWay) {
        entry.onItsWay = true;
        due.add(entry.word);
      }
    }
    return due;
  }

  void taken(Word word) {
    failures = 0;
    if (isNewest(word)) {
      newest.remove(word.key());
    }
  }

  /** Of one that a newer one has replaced meanwhile it does not matter any more. */
  void failed(List<Word> words) {
    failures++;
    notBeforeNanos = nanoTime.getAsLong() + backoff.after(failures).toNanos();
    Map<ComponentKey, Entry> current = new HashMap<>(newest);
    for (Word word : words) {
      Entry entry = current.get(word.key());
      if (entry != null && isNewest(word)) {
        entry.onItsWay = false;
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // The very same: an equal one is to be told, too.
  private boolean isNewest(Word word) {
    Entry entry = newest.get(word.key());
    return entry != null && entry.word == word;
  }
}
