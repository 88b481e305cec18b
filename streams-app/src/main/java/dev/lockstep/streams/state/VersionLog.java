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
 */
public final class VersionLog {

  /** Versions of one side of a table that wait in memory. */
  public static final int IN_MEMORY = 10_000;

  /** Versions of all tables of this partition that do. */
  private static final int IN_MEMORY_OF_ALL = 50_000;

  private static final long NONE = -1;
  private static final long UNKNOWN = Long.MAX_VALUE;
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
  private int inMemory;

  /** One side of a table: first what waits in memory, then what waits in the store. */
  private static final class Queue {
    private final WaitingVersions memory;

    /** Newest sequence in the store: {@link #NONE}, or {@link #UNKNOWN} after a restart. */
    private long inStoreTo;

    Queue(WaitingVersions memory, boolean overflowing) {
      this.memory = memory;
      this.inStoreTo = overflowing ? UNKNOWN : NONE;
    }

    boolean overflowing() {
      return inStoreTo != NONE;
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

  private Queue queue(int table, Side side, long settled) {
    Integer id = table * 2 + side.area();
    Queue known = queues.get(id);
    if (known == null) {
      known =
          new Queue(
              new WaitingVersions(store, table, SLOTS + side.area(), settled),
              overflows(table, side, settled));
      inMemory += known.memory.size();
      queues.put(id, known);
    }
    return known;
  }

  private boolean overflows(int table, Side side, long settled) {
    try (ByteStore.Cursor cursor = after(table, side, settled)) {
      return cursor.advance();
    }
  }

  private ByteStore.Cursor after(int table, Side side, long settled) {
    return store.range(
        Keys.version(table, side.area(), settled + 1, NO_KEY),
        Keys.version(table, side.area(), Long.MAX_VALUE, NO_KEY));
  }

  /**
   * Adds the newest version.
   *
   * @param settled up to where this side is settled
   */
  public void add(
      int table, Side side, long settled, long sequence, byte @Nullable [] key, Version version) {
    byte[] ofRow = key == null ? NO_KEY : key;
    Queue queue = queue(table, side, settled);
    if (!queue.overflowing() && queue.memory.size() < mostInMemory && inMemory < IN_MEMORY_OF_ALL) {
      queue.memory.add(sequence, ofRow, version, packer);
      inMemory++;
      return;
    }
    queue.inStoreTo = Math.max(queue.inStoreTo, sequence);
    if (fenced.add(table)) {
      fence(table);
    }
    store.put(Keys.version(table, side.area(), sequence, ofRow), version.pack(packer));
  }

  private void fence(int table) {
    for (Side side : Side.values()) {
      store.put(Keys.version(table, side.area(), Long.MAX_VALUE, FENCE), NO_KEY);
    }
  }

  /** Hands over, in order, and removes the versions after {@code settled} up to {@code bound}. */
  public void drain(int table, Side side, long settled, long bound, VersionReader reader) {
    if (bound <= settled) {
      return;
    }
    Queue queue = queue(table, side, settled);
    for (WaitingVersions.Entry entry = queue.memory.take(bound);
        entry != null;
        entry = queue.memory.take(bound)) {
      inMemory--;
      reader.read(entry.key(), entry.version());
    }
    if (queue.overflowing() && queue.memory.size() == 0) {
      drainStore(table, side, settled, bound, reader);
      boolean empty =
          queue.inStoreTo == UNKNOWN ? !overflows(table, side, bound) : queue.inStoreTo <= bound;
      queue.inStoreTo = empty ? NONE : queue.inStoreTo;
    }
  }

  private void drainStore(int table, Side side, long settled, long bound, VersionReader reader) {
    byte[] from = Keys.version(table, side.area(), settled + 1, NO_KEY);
    byte[] to = Keys.version(table, side.area(), bound + 1, NO_KEY);
    try (ByteStore.Cursor cursor = store.range(from, to)) {
      while (cursor.advance() && Keys.sequenceOf(cursor.key()) <= bound) {
        byte[] stored = cursor.key();
        reader.read(Keys.versionKeyOf(stored), Version.unpack(cursor.value()));
        store.delete(stored);
      }
    }
  }

  /** When the oldest waiting change was captured; barriers do not count. */
  public OptionalLong oldestCapturedMicros(int table, Side side, long settled) {
    Queue queue = queue(table, side, settled);
    for (WaitingVersions.Entry entry : queue.memory.inOrder()) {
      if (!entry.version().op().isBarrier()) {
        return OptionalLong.of(entry.version().capturedMicros());
      }
    }
    return queue.overflowing() ? oldestInStore(table, side, settled) : OptionalLong.empty();
  }

  private OptionalLong oldestInStore(int table, Side side, long settled) {
    try (ByteStore.Cursor cursor = after(table, side, settled)) {
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

  public void drainTouched(int table, TouchedReader reader) {
    drainList(table, TOUCHED, reader);
  }

  public void drainRechecks(int table, TouchedReader reader) {
    drainList(table, RECHECK, reader);
  }

  private void drainList(int table, int area, TouchedReader reader) {
    byte[] from = Keys.listed(table, area, NO_KEY);
    byte[] to = Keys.listed(table, area + 1, NO_KEY);
    try (ByteStore.Cursor cursor = store.range(from, to)) {
      while (cursor.advance()) {
        byte[] stored = cursor.key();
        store.delete(stored);
        reader.read(Keys.listedKeyOf(stored), Touched.unpack(cursor.value()));
      }
    }
  }

  /** Reads versions in order. */
  public interface VersionReader {
    void read(byte[] key, Version version);
  }

  /** Reads touched keys in order. */
  public interface TouchedReader {
    void read(byte[] key, Touched touched);
  }
}
