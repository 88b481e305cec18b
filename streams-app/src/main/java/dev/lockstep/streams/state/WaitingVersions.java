package dev.lockstep.streams.state;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The versions of one side of a table that wait for a marker, in memory, in the order of the log;
 * each also has a slot in the store, from which they are loaded after a restart.
 *
 * <p>The lowest free slot is taken, and a slot that is given back keeps its old value until it is
 * taken again: what was settled is told by its sequence. So in ordinary running, where few wait at
 * a time, few entries of the store change however many versions pass through. Only slots that a
 * burst has opened are deleted.
 */
final class WaitingVersions {

  /** Slots up to this are not worth deleting. */
  private static final int KEPT_SLOTS = 64;

  record Entry(long sequence, byte[] key, Version version, int slot) {}

  private final ByteStore store;
  private final int table;
  private final int area;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private final BitSet taken = new BitSet();

  WaitingVersions(ByteStore store, int table, int area, long settled) {
    this.store = store;
    this.table = table;
    this.area = area;
    load(settled);
  }

  private void load(long settled) {
    List<Entry> found = new ArrayList<>();
    try (ByteStore.Cursor cursor = store.range(key(0), key(Integer.MAX_VALUE))) {
      while (cursor.advance()) {
        Entry entry = unpack((int) Keys.sequenceOf(cursor.key()), cursor.value());
        if (entry.sequence > settled) {
          found.add(entry);
        }
      }
    }
    found.sort(Comparator.comparingLong(Entry::sequence));
    for (Entry entry : found) {
      entries.add(entry);
      taken.set(entry.slot);
    }
  }

  int size() {
    return entries.size();
  }

  Iterable<Entry> inOrder() {
    return entries;
  }

  void add(long sequence, byte[] key, Version version, Packer packer) {
    int slot = taken.nextClearBit(0);
    taken.set(slot);
    entries.add(new Entry(sequence, key, version, slot));
    store.put(key(slot), pack(sequence, key, version.pack(packer)));
  }

  /** Removes the oldest if its sequence is not above the bound. */
  @Nullable Entry take(long bound) {
    Entry oldest = entries.peek();
    if (oldest == null || oldest.sequence > bound) {
      return null;
    }
    entries.remove();
    taken.clear(oldest.slot);
    if (oldest.slot >= KEPT_SLOTS) {
      store.delete(key(oldest.slot));
    }
    return oldest;
  }

  /** Number of the oldest. */
  OptionalLong nextOrdinal() {
    Entry oldest = entries.peek();
    return oldest == null ? OptionalLong.empty() : OptionalLong.of(oldest.version.ordinal());
  }

  /** Removes all, and what slots still hold of them. */
  void clear() {
    try (ByteStore.Cursor cursor = store.range(key(0), key(Integer.MAX_VALUE))) {
      while (cursor.advance()) {
        store.delete(cursor.key());
      }
    }
    entries.clear();
    taken.clear();
  }

  private byte[] key(int slot) {
    return Keys.version(table, area, slot, new byte[0]);
  }

  private static byte[] pack(long sequence, byte[] key, byte[] version) {
    return ByteBuffer.allocate(Long.BYTES + Integer.BYTES + key.length + version.length)
        .putLong(sequence)
        .putInt(key.length)
        .put(key)
        .put(version)
        .array();
  }

  private static Entry unpack(int slot, byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value);
    long sequence = in.getLong();
    byte[] key = new byte[in.getInt()];
    in.get(key);
    byte[] version = new byte[in.remaining()];
    in.get(version);
    return new Entry(sequence, key, Version.unpack(version), slot);
  }
}
