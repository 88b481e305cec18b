package dev.lockstep.streams.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store in front of another that is written once a commit, however often an entry changes, and
 * read where an entry was not met lately.
 *
 * <p>A row is read and written by the change of each side and by their marker, within a moment; so
 * nearly all of it happens here, in a hash table. Whoever owns the store calls {@link #flush}
 * before every commit. What is kept is bounded: a burst is written early, which is no different for
 * anybody, since what is written counts from the commit on.
 */
public final class WriteBehind implements ByteStore {

  /** What is written to. */
  public interface Backing {

    byte @Nullable [] get(byte[] key);

    /** Writes entries with different keys; one without a value is deleted. */
    void writeAll(List<Entry> entries);

    Cursor range(byte[] from, byte[] to);
  }

  /** An entry to be written, or deleted. */
  public record Entry(byte[] key, byte @Nullable [] value) {}

  /** Entries written early when a commit is long in coming. */
  static final int MOST_PENDING = 16_384;

  /** Entries remembered after they were written or read, at least this and at most twice it. */
  static final int REMEMBERED = 8_192;

  private static final byte[] DELETED = {};

  private final Backing backing;
  private final int mostPending;
  private final int remembered;
  private final Map<Key, byte[]> pending = new HashMap<>();
  private final Map<Key, Supplier<byte[]>> later = new HashMap<>();
  private Map<Key, byte[]> recent = new HashMap<>();
  private Map<Key, byte[]> older = new HashMap<>();

  public WriteBehind(Backing backing) {
    this(backing, MOST_PENDING, REMEMBERED);
  }

  WriteBehind(Backing backing, int mostPending, int remembered) {
    this.backing = backing;
    this.mostPending = mostPending;
    this.remembered = remembered;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    Key wanted = new Key(key);
    byte[] value = pending.get(wanted);
    if (value != null) {
      return value == DELETED ? null : value;
    }
    Supplier<byte[]> maker = later.get(wanted);
    return maker == null ? read(wanted) : maker.get();
  }

  private byte @Nullable [] read(Key key) {
    byte[] value = recent.get(key);
    if (value != null) {
      return value;
    }
    value = older.get(key);
    if (value == null) {
      value = backing.get(key.bytes);
    }
    if (value != null) {
      remember(key, value);
    }
    return value;
  }

  private void remember(Key key, byte[] value) {
    if (recent.size() >= remembered) {
      older = recent;
      recent = new HashMap<>();
    }
    recent.put(key, value);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    write(new Key(key), value);
  }

  @Override
  public void delete(byte[] key) {
    write(new Key(key), DELETED);
  }

  private void write(Key key, byte[] value) {
    if (!later.isEmpty()) {
      later.remove(key);
    }
    pending.put(key, value);
    if (pending.size() >= mostPending) {
      writePending();
    }
  }

  @Override
  public void putLater(byte[] key, Supplier<byte[]> value) {
    Key ofValue = new Key(key);
    pending.remove(ofValue);
    later.put(ofValue, value);
  }

  /** Writes what is all to be read in order; this is for the rare walk, not for every change. */
  @Override
  public Cursor range(byte[] from, byte[] to) {
    flush();
    return backing.range(from, to);
  }

  /** Writes everything that has changed since the last time. */
  public void flush() {
    later.forEach((key, value) -> pending.put(key, value.get()));
    later.clear();
    writePending();
  }

  private void writePending() {
    if (pending.isEmpty()) {
      return;
    }
    List<Entry> entries = new ArrayList<>(pending.size());
    pending.forEach(
        (key, value) -> entries.add(new Entry(key.bytes, value == DELETED ? null : value)));
    backing.writeAll(entries);
    pending.forEach(this::written);
    pending.clear();
  }

  private void written(Key key, byte[] value) {
    if (value == DELETED) {
      recent.remove(key);
      older.remove(key);
    } else {
      remember(key, value);
    }
  }

  /** Forgets everything, also what was not written. */
  public void clear() {
    pending.clear();
    later.clear();
    recent.clear();
    older.clear();
  }

  /** Bytes by their content; the hash is computed once. */
  private static final class Key {
    private final byte[] bytes;
    private final int hash;

    Key(byte[] bytes) {
      this.bytes = bytes;
      this.hash = Arrays.hashCode(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && hash == key.hash && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
