package dev.lockstep.streams.state;

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
    Fills atSource = table.source().fills();
    Fills atTarget = table.target().fills();
    byte[] next = Keys.firstRow(table.id() + 1);
    try (ByteStore.Cursor cursor = store.range(Keys.firstRow(table.id()), next)) {
      while (cursor.advance()) {
        Row row = Row.unpack(cursor.value(), atSource, atTarget);
        reader.read(Keys.rowKeyOf(cursor.key()), row);
      }
    }
  }

  /** Reads rows. */
  public interface RowReader {
    void read(byte[] key, Row row);
  }
}
