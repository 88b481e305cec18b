package dev.lockstep.streams.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schema.row.RowDigest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What {@link ByteStore} promises, held against an ordered map in memory; inherited by every store
 * that is really built, and by those that stand in for one in tests.
 *
 * <p>The sizes are above what any of the stores keeps in memory before it writes.
 */
public abstract class ByteStoreContract {

  private static final int MANY = 20_000;

  /** Has a new, empty store used as a task of the topology uses it. */
  protected abstract void use(Consumer<ByteStore> body);

  @Test
  void readsWhatWasWritten() {
    use(
        store -> {
          assertThat(store.get(key(1))).isNull();
          store.put(key(1), key(10));
          assertThat(store.get(key(1))).isEqualTo(key(10));
          store.put(key(1), key(11));
          assertThat(store.get(key(1))).isEqualTo(key(11));
          store.delete(key(1));
          assertThat(store.get(key(1))).isNull();
          store.delete(key(1));
          assertThat(all(store)).isEmpty();
        });
  }

  @Test
  void rangesAreInUnsignedOrderAndIncludeBothEnds() {
    use(
        store -> {
          for (int first : new int[] {0x80, 0x7F, 0xFF, 0x00, 0x01}) {
            store.put(new byte[] {(byte) first, 1}, key(first));
          }
          assertThat(values(store, new byte[] {0x01, 1}, new byte[] {(byte) 0x80, 1}))
              .containsExactly(0x01, 0x7F, 0x80);
          assertThat(values(store, new byte[] {0x01}, new byte[] {(byte) 0x80}))
              .containsExactly(0x01, 0x7F);
        });
  }

  @Test
  void whatIsPutLaterIsReadAsItIsThen() {
    use(
        store -> {
          int[] value = {1};
          store.putLater(key(1), () -> key(value[0]));
          assertThat(store.get(key(1))).isEqualTo(key(value[0]));
          assertThat(all(store)).containsOnlyKeys(1);
          store.put(key(1), key(7));
          assertThat(store.get(key(1))).isEqualTo(key(7));
        });
  }

  @Test
  void aCursorSeesEveryEntryThoughItsReaderDeletesEachAsItGoes() {
    use(
        store -> {
          fill(store, 0, MANY);
          List<Integer> read = new ArrayList<>();
          try (ByteStore.Cursor cursor = store.range(key(0), key(Integer.MAX_VALUE))) {
            while (cursor.advance()) {
              read.add(number(cursor.key()));
              store.delete(cursor.key());
            }
          }
          assertThat(read).hasSize(MANY).isSorted().doesNotHaveDuplicates();
          assertThat(all(store)).isEmpty();
        });
  }

  @Test
  void aCursorSeesTheEntriesThatWereThereWhenItWasOpened() {
    use(
        store -> {
          fill(store, 0, MANY);
          List<Integer> read = new ArrayList<>();
          try (ByteStore.Cursor cursor = store.range(key(0), key(MANY - 1))) {
            store.delete(key(MANY - 1));
            store.put(key(MANY - 2), key(-1));
            while (cursor.advance()) {
              int number = number(cursor.key());
              assertThat(number(cursor.value())).isEqualTo(number);
              read.add(number);
              store.put(key(number + MANY), key(0));
              store.delete(key(MANY - 1 - number));
            }
          }
          assertThat(read).hasSize(MANY).isSorted();
        });
  }

  @Test
  void handsOverEveryVersionUnderOneMarkerHoweverManyThereAre() {
    use(
        store -> {
          VersionLog log = new VersionLog(store, 100);
          TableState table = new TableState(3);
          for (int i = 0; i < MANY; i++) {
            log.add(table, Side.SOURCE, i, key(i), version(i, table.source().nextOrdinal()));
          }
          List<Long> read = new ArrayList<>();
          log.drain(table, Side.SOURCE, MANY, (key, version) -> read.add(version.offset()));
          assertThat(read).hasSize(MANY).isSorted();
          assertThat(table.blocked()).isFalse();
        });
  }

  @Test
  void handsOverEveryTouchedKeyHoweverManyThereAre() {
    use(
        store -> {
          VersionLog log = new VersionLog(store);
          for (int i = 0; i < MANY; i++) {
            log.touch(3, key(i), Touched.AGAIN);
          }
          List<Integer> read = new ArrayList<>();
          log.drainTouched(3, (key, touched) -> read.add(number(key)));
          assertThat(read).hasSize(MANY).isSorted();
          log.drainTouched(3, (key, touched) -> read.add(number(key)));
          assertThat(read).hasSize(MANY);
        });
  }

  @Test
  void agreesWithAnOrderedMapWhateverIsDone() {
    long seed = Long.getLong("lockstep.contract.seed", System.nanoTime());
    use(
        store -> {
          Random random = new Random(seed);
          TreeMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
          for (int step = 0; step < 3_000; step++) {
            byte[] key = key(random.nextInt(500));
            switch (random.nextInt(8)) {
              case 0, 1, 2, 3 -> {
                byte[] value = key(random.nextInt());
                store.put(key, value);
                model.put(key, value);
              }
              case 4, 5 -> {
                store.delete(key);
                model.remove(key);
              }
              case 6 -> assertThat(store.get(key)).as("seed %d", seed).isEqualTo(model.get(key));
              default -> walk(store, model, key, key(random.nextInt(500)), random, seed);
            }
          }
        });
  }

  /** Reads a range and changes the store at random on the way. */
  private static void walk(
      ByteStore store,
      TreeMap<byte[], byte[]> model,
      byte[] one,
      byte[] other,
      Random random,
      long seed) {
    boolean ordered = Arrays.compareUnsigned(one, other) <= 0;
    byte[] from = ordered ? one : other;
    byte[] to = ordered ? other : one;
    List<Map.Entry<byte[], byte[]>> expected =
        List.copyOf(new TreeMap<>(model.subMap(from, true, to, true)).entrySet());
    int place = 0;
    try (ByteStore.Cursor cursor = store.range(from, to)) {
      while (cursor.advance()) {
        assertThat(cursor.key()).as("seed %d", seed).isEqualTo(expected.get(place).getKey());
        assertThat(cursor.value()).as("seed %d", seed).isEqualTo(expected.get(place).getValue());
        place++;
        byte[] key = key(random.nextInt(500));
        if (random.nextBoolean()) {
          store.delete(key);
          model.remove(key);
        } else {
          store.put(key, key(place));
          model.put(key, key(place));
        }
      }
    }
    assertThat(place).as("seed %d", seed).isEqualTo(expected.size());
  }

  private static void fill(ByteStore store, int from, int to) {
    for (int i = from; i < to; i++) {
      store.put(key(i), key(i));
    }
  }

  private static Map<Integer, Integer> all(ByteStore store) {
    Map<Integer, Integer> found = new TreeMap<>();
    try (ByteStore.Cursor cursor = store.range(key(0), key(-1))) {
      while (cursor.advance()) {
        found.put(number(cursor.key()), number(cursor.value()));
      }
    }
    return found;
  }

  private static List<Integer> values(ByteStore store, byte[] from, byte[] to) {
    List<Integer> found = new ArrayList<>();
    try (ByteStore.Cursor cursor = store.range(from, to)) {
      while (cursor.advance()) {
        found.add(number(cursor.value()));
      }
    }
    return found;
  }

  private static byte[] key(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  private static int number(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getInt();
  }

  private static Version version(long offset, long ordinal) {
    return new Version(Op.UPDATE, new RowDigest(1, 2), offset, false, offset, 0, ordinal, -1);
  }
}
