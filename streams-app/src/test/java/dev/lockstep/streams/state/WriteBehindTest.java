package dev.lockstep.streams.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever reads finds what was written, whether it is here or there, whatever the bounds. */
class WriteBehindTest {

  private final MapStore backing = new MapStore();

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void isLikeAMapThatIsCommittedAndRolledBack(long seed) {
    Random random = new Random(seed);
    WriteBehind store = new WriteBehind(backing, 1 + random.nextInt(40), 1 + random.nextInt(10));
    boolean early = random.nextBoolean();
    Map<String, String> model = new TreeMap<>();
    Map<String, String> committed = new TreeMap<>();
    if (!early) {
      store = new WriteBehind(backing);
    }
    for (int step = 0; step < 2_000; step++) {
      String key = "k" + random.nextInt(30);
      String value = "v" + step;
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> {
          store.put(bytes(key), bytes(value));
          model.put(key, value);
        }
        case 3 -> {
          store.putLater(bytes(key), () -> bytes(value));
          model.put(key, value);
        }
        case 4, 5 -> {
          store.delete(bytes(key));
          model.remove(key);
        }
        case 6 -> {
          store.flush();
          committed = new TreeMap<>(model);
          assertThat(contents(backing)).isEqualTo(model);
        }
        case 7 -> {
          if (!early && random.nextInt(5) == 0) {
            // Nothing was written early, so what is forgotten is what was not committed.
            store.clear();
            model = new TreeMap<>(committed);
          }
        }
        case 8 -> {
          if (early) {
            assertThat(contents(store)).isEqualTo(model);
          }
        }
        default -> assertThat(text(store.get(bytes(key)))).isEqualTo(model.get(key));
      }
    }
    assertThat(contents(store)).isEqualTo(model);
  }

  @Test
  void anEntryIsWrittenOnceACommitWithItsLastValue() {
    List<WriteBehind.Entry> written = new ArrayList<>();
    WriteBehind store = new WriteBehind(recording(written));
    AtomicReference<String> changing = new AtomicReference<>("a");
    for (int i = 0; i < 100; i++) {
      store.put(bytes("hot"), bytes("v" + i));
      store.putLater(bytes("made"), () -> bytes(changing.get()));
    }
    changing.set("b");
    assertThat(written).isEmpty();

    store.flush();
    store.flush();

    Map<String, String> values = new LinkedHashMap<>();
    written.forEach(entry -> values.put(text(entry.key()), text(entry.value())));
    assertThat(written).hasSize(2);
    assertThat(values).containsEntry("hot", "v99").containsEntry("made", "b");
  }

  @Test
  void whatIsKeptIsBounded() {
    List<WriteBehind.Entry> written = new ArrayList<>();
    WriteBehind store = new WriteBehind(recording(written), 10, 10);
    for (int i = 0; i < 95; i++) {
      store.put(bytes("k" + i), bytes("v"));
    }
    assertThat(written).hasSize(90);
  }

  private WriteBehind.Backing recording(List<WriteBehind.Entry> written) {
    return new WriteBehind.Backing() {
      @Override
      public byte[] get(byte[] key) {
        return backing.get(key);
      }

      @Override
      public void writeAll(List<WriteBehind.Entry> entries) {
        written.addAll(entries);
        backing.writeAll(entries);
      }

      @Override
      public ByteStore.Cursor range(byte[] from, byte[] to) {
        return backing.range(from, to);
      }
    };
  }

  private static Map<String, String> contents(ByteStore store) {
    Map<String, String> contents = new TreeMap<>();
    try (ByteStore.Cursor cursor = store.range(bytes("a"), bytes("z"))) {
      while (cursor.advance()) {
        contents.put(text(cursor.key()), text(cursor.value()));
      }
    }
    return contents;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }
}
