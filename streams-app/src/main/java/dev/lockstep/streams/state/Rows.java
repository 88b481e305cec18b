package dev.lockstep.streams.state;

/** The rows of all tables of a partition. */
public final class Rows {

  private final ByteStore store;
  private final Packer packer = new Packer();

  public Rows(ByteStore store) {
    this.store = store;
  }

  /** The row of a key; an empty one when nothing is known of it. */
  public Row of(int table, byte[] key) {
    byte[] bytes = store.get(Keys.row(table, key));
    return bytes == null ? new Row() : Row.unpack(bytes);
  }

  public void keep(int table, byte[] key, Row row) {
    byte[] stored = Keys.row(table, key);
    if (row.idle()) {
      store.delete(stored);
    } else {
      store.put(stored, row.pack(packer));
    }
  }

  /** Walks over all rows of a table, as they were at the start of the walk. */
  public void each(int table, RowReader reader) {
    byte[] next = Keys.firstRow(table + 1);
    try (ByteStore.Cursor cursor = store.range(Keys.firstRow(table), next)) {
      while (cursor.advance()) {
        reader.read(Keys.rowKeyOf(cursor.key()), Row.unpack(cursor.value()));
      }
    }
  }

  /** Reads rows. */
  public interface RowReader {
    void read(byte[] key, Row row);
  }
}
