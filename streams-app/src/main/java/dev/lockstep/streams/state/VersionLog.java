package dev.lockstep.streams.state;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Versions waiting for a marker, ordered by sequence (a source's offset, a target's serial) within
 * table and side; beside them the two lists of keys that a marker must look at: those touched by a
 * settlement too large for memory, and those to be judged once more at the next marker.
 *
 * <p>Few versions wait in memory ({@link WaitingVersions}); when more do, as in a snapshot, the
 * later ones go to the store, ordered there, until all of those are settled. Reading the store
 * starts behind what is settled already and ends at a fence, an entry that stays, so deleted
 * entries are never walked over: a store on disk that looks for the entry after the last would else
 * pass all that was deleted from the next area.
 *
 * <p>Versions are numbered without a gap within their side, and what is handed over is counted: one
 * that was lost is noticed before anything is said of its marker.
 */
public final class VersionLog {

  /** Versions of one side of a table that wait in memory. */
  public static final int IN_MEMORY = 10_000;

  /** Versions of all tables of this partition that do. */
  private static final int IN_MEMORY_OF_ALL = 50_000;

  private static final int TOUCHED = 2;
  private static final int RECHECK = 3;
  private static final int SLOTS = 4;
  private static final byte[] NO_KEY = {};
  private static final byte[] FENCE = {0};

  private final ByteStore store;
  private final Packer packer = new Packer();
  private final Set<Integer> fenced = new HashSet<>();
  private final Map<Integer, Queue> queues = new HashMap<>();
  private final int mostInMemory;

  /** Where draining a list goes on, so that it need not walk over what it has deleted. */
  private final Map<Integer, byte[]> drainedTo = new HashMap<>();

  private int inMemory;

  /** One side of a table: first what waits in memory, then what waits in the store. */
  private static final class Queue {
    private final WaitingVersions memory;

    /** Whether some wait in the store. */
    private boolean overflowing;

    Queue(WaitingVersions memory, boolean overflowing) {
      this.memory = memory;
      this.overflowing = overflowing;
    }
  }

  public VersionLog(ByteStore store) {
    this(store, IN_MEMORY);
  }

  /**
   * @param mostInMemory versions of one side of a table that wait in memory
   */
  public VersionLog(ByteStore store, int mostInMemory) {
    this.store = store;
    this.mostInMemory = mostInMemory;
  }

  private Queue queue(TableState table, Side side) {
    Integer id = table.id() * 2 + side.area();
    Queue known = queues.get(id);
    if (known == null) {
      long settled = table.side(side).settled();
      known =
          new Queue(
              new WaitingVersions(store, table.id(), SLOTS + side.area(), settled),
              overflows(table, side));
      inMemory += known.memory.size();
      queues.put(id, known);
    }
    return known;
  }

  private boolean overflows(TableState table, Side side) {
    try (ByteStore.Cursor cursor = after(table, side, table.side(side).settled())) {
      return cursor.advance();
    }
  }

  private ByteStore.Cursor after(TableState table, Side side, long sequence) {
    return store.range(
        Keys.version(table.id(), side.area(), sequence + 1, NO_KEY),
        Keys.version(table.id(), side.area(), Long.MAX_VALUE, NO_KEY));
  }

  /** Adds the newest version. */
  public void add(
      TableState table, Side side, long sequence, byte @Nullable [] key, Version version) {
    byte[] ofRow = key == null ? NO_KEY : key;
    Queue queue = queue(table, side);
    if (!queue.overflowing && queue.memory.size() < mostInMemory && inMemory < IN_MEMORY_OF_ALL) {
      queue.memory.add(sequence, ofRow, version, packer);
      inMemory++;
      return;
    }
    queue.overflowing = true;
    if (fenced.add(table.id())) {
      fence(table.id());
    }
    store.put(Keys.version(table.id(), side.area(), sequence, ofRow), version.pack(packer));
  }

  private void fence(int table) {
    for (Side side : Side.values()) {
      store.put(Keys.version(table, side.area(), Long.MAX_VALUE, FENCE), NO_KEY);
    }
  }

  /**
   * Hands over, in order, and removes the versions that are not settled up to {@code bound}, for as
   * long as the reader says so. Blocks the side if they are not all that should have been there.
   *
   * @return up to where all have been handed over: the bound, unless the reader stopped
   */
  public long drain(TableState table, Side side, long bound, VersionReader reader) {
    SideState counts = table.side(side);
    if (bound <= counts.settled()) {
      return bound;
    }
    Queue queue = queue(table, side);
    long to = bound;
    for (WaitingVersions.Entry entry = queue.memory.take(to);
        entry != null;
        entry = queue.memory.take(to)) {
      inMemory--;
      counts.handedOver(entry.version().ordinal());
      if (!reader.read(entry.key(), entry.version())) {
        to = entry.sequence();
      }
    }
    OptionalLong next = queue.memory.nextOrdinal();
    if (queue.overflowing && next.isEmpty()) {
      Drained drained = drainStore(table, side, to, reader);
      to = drained.to;
      next = drained.next;
      queue.overflowing = next.isPresent();
    }
    counts.nextWaiting(next);
    return to;
  }

  /**
   * What came of draining the store.
   *
   * @param to up to where all were handed over
   * @param next the number of the first version that stays
   */
  private record Drained(long to, OptionalLong next) {}

  private Drained drainStore(TableState table, Side side, long bound, VersionReader reader) {
    long to = bound;
    try (ByteStore.Cursor cursor = after(table, side, table.side(side).settled())) {
      while (cursor.advance()) {
        byte[] stored = cursor.key();
        Version version = Version.unpack(cursor.value());
        long sequence = Keys.sequenceOf(stored);
        if (sequence > to) {
          return new Drained(to, OptionalLong.of(version.ordinal()));
        }
        table.side(side).handedOver(version.ordinal());
        store.delete(stored);
        if (!reader.read(Keys.versionKeyOf(stored), version)) {
          to = sequence;
        }
      }
    }
    return new Drained(to, OptionalLong.empty());
  }

  /** Whether the versions that wait are just those that were taken and not yet handed over. */
  public boolean isWhole(TableState table, Side side) {
    SideState counts = table.side(side);
    long next = counts.handedOver + 1;
    for (WaitingVersions.Entry entry : queue(table, side).memory.inOrder()) {
      if (entry.version().ordinal() != next++) {
        return false;
      }
    }
    try (ByteStore.Cursor cursor = after(table, side, -1)) {
      while (cursor.advance()) {
        boolean settled = Keys.sequenceOf(cursor.key()) <= counts.settled();
        if (settled || Version.unpack(cursor.value()).ordinal() != next++) {
          return false;
        }
      }
    }
    return next == counts.taken + 1;
  }

  /** Removes every version of one side. */
  public void clear(TableState table, Side side) {
    Queue queue = queue(table, side);
    inMemory -= queue.memory.size();
    queue.memory.clear();
    queue.overflowing = false;
    try (ByteStore.Cursor cursor = after(table, side, -1)) {
      while (cursor.advance()) {
        store.delete(cursor.key());
      }
    }
  }

  /** When the oldest waiting change was captured; barriers do not count. */
  public OptionalLong oldestCapturedMicros(TableState table, Side side) {
    Queue queue = queue(table, side);
    for (WaitingVersions.Entry entry : queue.memory.inOrder()) {
      if (!entry.version().op().isBarrier()) {
        return OptionalLong.of(entry.version().capturedMicros());
      }
    }
    return queue.overflowing ? oldestInStore(table, side) : OptionalLong.empty();
  }

  private OptionalLong oldestInStore(TableState table, Side side) {
    try (ByteStore.Cursor cursor = after(table, side, table.side(side).settled())) {
      while (cursor.advance()) {
        Version version = Version.unpack(cursor.value());
        if (!version.op().isBarrier()) {
          return OptionalLong.of(version.capturedMicros());
        }
      }
    }
    return OptionalLong.empty();
  }

  public void touch(int table, byte[] key, Touched touched) {
    byte[] stored = Keys.listed(table, TOUCHED, key);
    byte[] before = store.get(stored);
    Touched all = before == null ? touched : Touched.unpack(before).and(touched);
    store.put(stored, all.pack(packer));
  }

  public void recheck(int table, byte[] key) {
    store.put(Keys.listed(table, RECHECK, key), Touched.AGAIN.pack(packer));
  }

  /** Hands over and removes touched keys, while the reader says so; true when none is left. */
  public boolean drainTouched(int table, TouchedReader reader) {
    return drainList(table, TOUCHED, reader);
  }

  /** The same with the keys that are to be judged once more. */
  public boolean drainRechecks(int table, TouchedReader reader) {
    return drainList(table, RECHECK, reader);
  }

  private boolean drainList(int table, int area, TouchedReader reader) {
    Integer list = table * SLOTS + area;
    byte[] to = Keys.listed(table, area + 1, NO_KEY);
    byte[] from = drainedTo.getOrDefault(list, Keys.listed(table, area, NO_KEY));
    try (ByteStore.Cursor cursor = store.range(from, to)) {
      while (cursor.advance()) {
        byte[] stored = cursor.key();
        store.delete(stored);
        if (!reader.read(Keys.listedKeyOf(stored), Touched.unpack(cursor.value()))) {
          drainedTo.put(list, stored);
          return false;
        }
      }
    }
    drainedTo.remove(list);
    return true;
  }

  /** Reads versions in order, for as long as it says so. */
  public interface VersionReader {
    boolean read(byte[] key, Version version);
  }

  /** Reads touched keys in order, for as long as it says so. */
  public interface TouchedReader {
    boolean read(byte[] key, Touched touched);
  }
}
