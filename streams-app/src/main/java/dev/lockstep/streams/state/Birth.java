package dev.lockstep.streams.state;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the stores of a partition belong together: each holds the id that all were begun with,
 * and the layout that they are written in.
 *
 * <p>A store on disk outlives its changelog: with the topics deleted, or another Kafka behind the
 * same directory, its rows would be taken for those of other tables. Stores that do not agree, or
 * are of a layout that this program does not know, are emptied and begun anew.
 */
public final class Birth {

  private static final Logger LOG = LoggerFactory.getLogger(Birth.class);

  /** Rises with any change of how state is packed. */
  public static final int LAYOUT = 5;

  private static final byte[] FIRST = {};
  private static final byte[] LAST = new byte[Integer.BYTES + 1];

  static {
    Arrays.fill(LAST, (byte) 0xFF);
  }

  /** Before every table's name, behind every table's id, before every endpoint's name. */
  private static final byte[] KEY =
      ByteBuffer.allocate(Integer.BYTES + 1).putInt(Keys.AFTER_TABLES).put((byte) 0).array();

  private Birth() {}

  /** Empties all stores unless they were begun together; to be called before they are read. */
  public static void check(List<ByteStore> stores) {
    byte[] birth = stores.getFirst().get(KEY);
    boolean together =
        birth != null
            && birth[0] == LAYOUT
            && stores.stream().allMatch(store -> Arrays.equals(birth, store.get(KEY)));
    if (together) {
      return;
    }
    long emptied = 0;
    for (ByteStore store : stores) {
      emptied += empty(store);
    }
    if (emptied > 0) {
      LOG.warn(
          "State that does not belong together, or of another version, was removed: {} entries."
              + " Tables are compared again from the next snapshot of each side on.",
          emptied);
    }
    byte[] begun = birth();
    stores.forEach(store -> store.put(KEY, begun));
  }

  private static byte[] birth() {
    UUID id = UUID.randomUUID();
    return ByteBuffer.allocate(1 + 2 * Long.BYTES)
        .put((byte) LAYOUT)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static long empty(ByteStore store) {
    long count = 0;
    try (ByteStore.Cursor cursor = store.range(FIRST, LAST)) {
      while (cursor.advance()) {
        store.delete(cursor.key());
        count++;
      }
    }
    return count;
  }
}
