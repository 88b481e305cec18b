package dev.lockstep.streams.state;

import org.jspecify.annotations.Nullable;

/** An ordered store of bytes: unsigned lexicographic order, as RocksDB keeps it. */
public interface ByteStore {

  byte @Nullable [] get(byte[] key);

  void put(byte[] key, byte[] value);

  void delete(byte[] key);

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
