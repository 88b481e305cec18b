package dev.lockstep.streams.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schema.row.RowDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionLogTest {

  private static final int CHANGES = 2_000;
  private static final byte[] KEY = {1};

  private final Graveyard store = new Graveyard();
  private final VersionLog log = new VersionLog(store);

  @ParameterizedTest
  @ValueSource(ints = {0, VersionLog.IN_MEMORY})
  void neverWalksOverWhatItDeleted(int inMemory) {
    VersionLog tested = new VersionLog(store, inMemory);
    List<TableState> tables = List.of(table(0), table(1), table(2));
    for (int sequence = 0; sequence < CHANGES; sequence++) {
      for (TableState table : tables) {
        for (Side side : Side.values()) {
          add(tested, table, side, sequence);
          assertThat(drained(tested, table, side, sequence)).containsExactly((long) sequence);
          assertThat(tested.oldestCapturedMicros(table, side)).isEmpty();
        }
      }
    }
    assertThat(store.gravesPassed).isLessThan(CHANGES);
  }

  @Test
  void changesFewEntriesHoweverManyPassThrough() {
    TableState table = table(0);
    for (int sequence = 0; sequence < CHANGES; sequence++) {
      add(log, table, Side.SOURCE, sequence);
      drained(log, table, Side.SOURCE, sequence - 4);
    }
    assertThat(store.entries).hasSizeLessThan(10);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 7, 10, VersionLog.IN_MEMORY})
  void handsOverWhatAMarkerCoversAndKeepsTheRest(int inMemory) {
    VersionLog tested = new VersionLog(store, inMemory);
    TableState table = table(7);
    for (int sequence = 0; sequence < 10; sequence++) {
      add(tested, table, Side.SOURCE, sequence);
      add(tested, table, Side.TARGET, sequence);
    }
    assertThat(drained(tested, table, Side.SOURCE, 3)).containsExactly(0L, 1L, 2L, 3L);
    assertThat(drained(tested, table, Side.SOURCE, 3)).isEmpty();
    assertThat(tested.oldestCapturedMicros(table, Side.SOURCE)).hasValue(4);
    VersionLog restarted = new VersionLog(store, inMemory);
    assertThat(restarted.isWhole(table, Side.SOURCE)).isTrue();
    assertThat(restarted.oldestCapturedMicros(table, Side.SOURCE)).hasValue(4);
    assertThat(drained(restarted, table, Side.SOURCE, 100)).hasSize(6).isSorted();
    add(restarted, table, Side.SOURCE, 101);
    assertThat(drained(restarted, table, Side.SOURCE, 101)).containsExactly(101L);
    assertThat(drained(restarted, table, Side.TARGET, 100)).hasSize(10).isSorted();
    assertThat(restarted.oldestCapturedMicros(table, Side.TARGET)).isEmpty();
    assertThat(table.blocked()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, VersionLog.IN_MEMORY})
  void noticesWhateverVersionIsLost(int inMemory) {
    for (int lost = 0; lost < 10; lost++) {
      Graveyard damaged = new Graveyard();
      VersionLog written = new VersionLog(damaged, inMemory);
      TableState table = table(7);
      List<byte[]> before = damaged.keys();
      byte[] gone = {};
      for (int sequence = 0; sequence < 10; sequence++) {
        add(written, table, Side.SOURCE, sequence);
        List<byte[]> more = damaged.keys();
        more.removeIf(key -> before.stream().anyMatch(known -> Arrays.equals(known, key)));
        before.addAll(more);
        // Versions in memory have slots 4 and 5, those in the store areas 0 and 1.
        gone = sequence == lost ? ofVersion(more) : gone;
      }
      damaged.delete(gone);
      VersionLog restarted = new VersionLog(damaged, inMemory);
      assertThat(restarted.isWhole(table, Side.SOURCE)).as("without %d", lost).isFalse();
      drained(restarted, table, Side.SOURCE, 9);
      assertThat(table.source().problem()).as("without %d", lost).contains("lost");
    }
  }

  @Test
  void noticesThatWhatComesNextIsLostBeforeAnythingIsSaidOfThisMarker() {
    VersionLog written = new VersionLog(store, 0);
    TableState table = table(7);
    for (int sequence = 0; sequence < 10; sequence++) {
      add(written, table, Side.TARGET, sequence);
    }
    store.delete(Keys.version(7, Side.TARGET.area(), 4, KEY));
    assertThat(drained(written, table, Side.TARGET, 4)).containsExactly(0L, 1L, 2L, 3L);
    assertThat(table.blocked()).isTrue();
  }

  @Test
  void holdsNothingOfASideThatBeginsAnew() {
    for (int inMemory : new int[] {0, 3, VersionLog.IN_MEMORY}) {
      VersionLog tested = new VersionLog(store, inMemory);
      TableState table = table(inMemory);
      for (int sequence = 0; sequence < 100; sequence++) {
        add(tested, table, Side.SOURCE, sequence);
        add(tested, table, Side.TARGET, sequence);
      }
      tested.clear(table, Side.SOURCE);
      table.begin(Side.SOURCE);
      assertThat(new VersionLog(store, inMemory).isWhole(table, Side.SOURCE)).isTrue();
      add(tested, table, Side.SOURCE, 100);
      assertThat(drained(tested, table, Side.SOURCE, 100)).containsExactly(100L);
      assertThat(drained(tested, table, Side.TARGET, 100)).hasSize(100);
      assertThat(table.blocked()).isFalse();
    }
  }

  private static byte[] ofVersion(List<byte[]> keys) {
    return keys.stream()
        .filter(key -> key[4] != Side.TARGET.area())
        .filter(key -> Keys.sequenceOf(key) != Long.MAX_VALUE)
        .findFirst()
        .orElseThrow();
  }

  private static TableState table(int id) {
    return new TableState(id);
  }

  private static void add(VersionLog log, TableState table, Side side, long sequence) {
    log.add(table, side, sequence, KEY, version(sequence, table.side(side).nextOrdinal()));
  }

  private static List<Long> drained(VersionLog log, TableState table, Side side, long bound) {
    List<Long> offsets = new ArrayList<>();
    log.drain(table, side, bound, (key, version) -> offsets.add(version.offset()));
    table.side(side).settled(bound);
    return offsets;
  }

  private static Version version(long offset, long ordinal) {
    return new Version(Op.UPDATE, new RowDigest(1, 2), offset, false, offset, 0, ordinal, -1);
  }

  /**
   * A store that, like one on disk, keeps what was deleted as graves until it finds the time, and
   * looks for the entry after the one it hands over.
   */
  private static final class Graveyard implements ByteStore {

    private static final byte[] GRAVE = {};
    private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
    private final byte[] fence = {42};
    private long gravesPassed;

    List<byte[]> keys() {
      return new ArrayList<>(entries.keySet());
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
      byte[] value = entries.get(key);
      return value == GRAVE ? null : value;
    }

    @Override
    public void put(byte[] key, byte[] value) {
      entries.put(key, value.length == 0 ? fence : value);
    }

    @Override
    public void delete(byte[] key) {
      entries.put(key, GRAVE);
    }

    @Override
    public Cursor range(byte[] from, byte[] to) {
      List<Map.Entry<byte[], byte[]>> found = new ArrayList<>();
      for (Map.Entry<byte[], byte[]> entry : entries.tailMap(from, true).entrySet()) {
        if (entry.getValue() == GRAVE) {
          gravesPassed++;
        } else if (Arrays.compareUnsigned(entry.getKey(), to) > 0) {
          break;
        } else {
          found.add(Map.entry(entry.getKey(), entry.getValue()));
        }
      }
      return new ListCursor(found);
    }
  }

  private static final class ListCursor implements ByteStore.Cursor {

    private final List<Map.Entry<byte[], byte[]>> entries;
    private int place = -1;

    ListCursor(List<Map.Entry<byte[], byte[]>> entries) {
      this.entries = entries;
    }

    @Override
    public boolean advance() {
      return ++place < entries.size();
    }

    @Override
    public byte[] key() {
      return entries.get(place).getKey();
    }

    @Override
    public byte[] value() {
      return entries.get(place).getValue();
    }

    @Override
    public void close() {}
  }
}
