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
    for (int sequence = 0; sequence < CHANGES; sequence++) {
      for (int table = 0; table < 3; table++) {
        for (Side side : Side.values()) {
          tested.add(table, side, sequence - 1, sequence, KEY, version(sequence));
          assertThat(drained(tested, table, side, sequence - 1, sequence))
              .containsExactly((long) sequence);
          assertThat(tested.oldestCapturedMicros(table, side, sequence)).isEmpty();
        }
      }
    }
    assertThat(store.gravesPassed).isLessThan(CHANGES);
  }

  @Test
  void changesFewEntriesHoweverManyPassThrough() {
    for (int sequence = 0; sequence < CHANGES; sequence++) {
      add(log, 0, Side.SOURCE, sequence - 5, sequence);
      drained(log, 0, Side.SOURCE, sequence - 5, sequence - 4);
    }
    assertThat(store.entries).hasSizeLessThan(10);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 7, 10, VersionLog.IN_MEMORY})
  void handsOverWhatAMarkerCoversAndKeepsTheRest(int inMemory) {
    VersionLog tested = new VersionLog(store, inMemory);
    for (int sequence = 0; sequence < 10; sequence++) {
      add(tested, 7, Side.SOURCE, -1, sequence);
      add(tested, 7, Side.TARGET, -1, sequence);
    }
    assertThat(drained(tested, 7, Side.SOURCE, -1, 3)).containsExactly(0L, 1L, 2L, 3L);
    assertThat(drained(tested, 7, Side.SOURCE, 3, 3)).isEmpty();
    assertThat(tested.oldestCapturedMicros(7, Side.SOURCE, 3)).hasValue(4);
    VersionLog restarted = new VersionLog(store, inMemory);
    assertThat(restarted.oldestCapturedMicros(7, Side.SOURCE, 3)).hasValue(4);
    assertThat(drained(restarted, 7, Side.SOURCE, 3, 100)).hasSize(6).isSorted();
    add(restarted, 7, Side.SOURCE, 100, 101);
    assertThat(drained(restarted, 7, Side.SOURCE, 100, 101)).containsExactly(101L);
    assertThat(drained(restarted, 7, Side.TARGET, -1, 100)).hasSize(10).isSorted();
    assertThat(restarted.oldestCapturedMicros(7, Side.TARGET, 100)).isEmpty();
  }

  private static void add(VersionLog log, int table, Side side, long settled, long sequence) {
    log.add(table, side, settled, sequence, KEY, version(sequence));
  }

  private static List<Long> drained(
      VersionLog log, int table, Side side, long settled, long bound) {
    List<Long> offsets = new ArrayList<>();
    log.drain(table, side, settled, bound, (key, version) -> offsets.add(version.offset()));
    return offsets;
  }

  private static Version version(long offset) {
    return new Version(Op.UPDATE, new RowDigest(1, 2), offset, false, offset, 0);
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
