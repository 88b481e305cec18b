package dev.lockstep.streams.state;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An ordered store of bytes: unsigned lexicographic order, as RocksDB keeps it. */
public interface ByteStore {

  byte @Nullable [] get(byte[] key);

  void put(byte[] key, byte[] value);

  void delete(byte[] key);

  /**
   * Puts what the value is then when it is written or read. What it is made of may change until the
   * next commit, if this is called after each change and before control returns to whoever commits.
   */
  default void putLater(byte[] key, Supplier<byte[]> value) {
    put(key, value.get());
  }

  /**
   * Entries from {@code from} to {@code to}, both inclusive, as they were when the cursor was
   * opened: writing while reading is allowed.
   */
  Cursor range(byte[] from, byte[] to);

  /** One pass over a range. */
  interface Cursor extends AutoCloseable {

    /** Moves to the next entry; false at the end. */
    boolean advance();

    byte[] key();

    byte[] value();

    @Override
    void close();
  }
}
