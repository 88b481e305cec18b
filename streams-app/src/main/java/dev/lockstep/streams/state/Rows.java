package dev.lockstep.streams.state;

import org.jspecify.annotations.Nullable;

/** The rows of all tables of a partition. */
public final class Rows {

  private final ByteStore store;
  private final Packer packer = new Packer();

  public Rows(ByteStore store) {
    this.store = store;
  }

  /** The row of a key; an empty one when nothing is known of it. */
  public Row of(TableState table, byte[] key) {
    byte[] bytes = store.get(Keys.row(table.id(), key));
    Fills atSource = table.source().fills();
    Fills atTarget = table.target().fills();
    return bytes == null ? new Row(atSource, atTarget) : Row.unpack(bytes, atSource, atTarget);
  }

  public void keep(TableState table, byte[] key, Row row) {
    byte[] stored = Keys.row(table.id(), key);
    if (row.idle()) {
      store.delete(stored);
    } else {
      store.put(stored, row.pack(packer));
    }
  }

  /** Walks over all rows of a table, as they were at the start of the walk. */
  public void each(TableState table, RowReader reader) {
    walk(
        table,
        Keys.firstRow(table.id()),
        (key, row) -> {
          reader.read(key, row);
          return true;
        });
  }

  /**
   * Walks on over the rows of a table from where the last walk ended; true when it has come to the
   * end, behind which the next begins at the first row.
   */
  public boolean walkOn(TableState table, RowWalker walker) {
    byte[] last = table.walkedTo();
    byte[] from = last == null ? Keys.firstRow(table.id()) : Keys.behindRow(table.id(), last);
    byte[] key = walk(table, from, walker);
    table.walkedTo(key);
    return key == null;
  }

  /** Returns the key at which the walker stopped; null at the end. */
  private byte @Nullable [] walk(TableState table, byte[] from, RowWalker walker) {
    Fills atSource = table.source().fills();
    Fills atTarget = table.target().fills();
    byte[] next = Keys.firstRow(table.id() + 1);
    try (ByteStore.Cursor cursor = store.range(from, next)) {
      while (cursor.advance()) {
        Row row = Row.unpack(cursor.value(), atSource, atTarget);
        byte[] key = Keys.rowKeyOf(cursor.key());
        if (!walker.read(key, row)) {
          return key;
        }
      }
    }
    return null;
  }

  /** Reads rows. */
  public interface RowReader {
    void read(byte[] key, Row row);
  }

  /** Reads rows for as long as it says so. */
  public interface RowWalker {
    boolean read(byte[] key, Row row);
  }
}
