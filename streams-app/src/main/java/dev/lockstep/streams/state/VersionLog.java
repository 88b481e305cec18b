package dev.lockstep.streams.state;

import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Versions waiting for a marker, ordered by sequence (a source's offset, a target's serial) within
 * table and side; beside them the two lists of keys that a marker must look at: those touched by a
 * settlement too large for memory, and those to be judged once more at the next marker.
 *
 * <p>Reading starts behind what is settled already and ends at a fence, an entry that stays, so
 * deleted entries are never walked over: a store on disk that looks for the entry after the last
 * would else pass all that was deleted from the next area.
 */
public final class VersionLog {

  private static final int TOUCHED = 2;
  private static final int RECHECK = 3;
  private static final byte[] NO_KEY = {};
  private static final byte[] FENCE = {0};

  private final ByteStore store;
  private final Packer packer = new Packer();
  private final Set<Integer> fenced = new HashSet<>();

  public VersionLog(ByteStore store) {
    this.store = store;
  }

  public void add(int table, Side side, long sequence, byte @Nullable [] key, Version version) {
    byte[] suffix = key == null ? NO_KEY : key;
    if (fenced.add(table)) {
      fence(table);
    }
    store.put(Keys.version(table, side.area(), sequence, suffix), version.pack(packer));
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
    byte[] from = Keys.version(table, side.area(), settled + 1, NO_KEY);
    byte[] to = Keys.version(table, side.area(), Long.MAX_VALUE, NO_KEY);
    try (ByteStore.Cursor cursor = store.range(from, to)) {
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
