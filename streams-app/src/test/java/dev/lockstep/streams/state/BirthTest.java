package dev.lockstep.streams.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BirthTest {

  private final MapStore states = new MapStore();
  private final MapStore rows = new MapStore();
  private final MapStore versions = new MapStore();

  @BeforeEach
  void begin() {
    Birth.check(List.of(states, rows, versions));
    new States(states).table("f/s.t");
    rows.put(Keys.row(0, new byte[] {1}), new byte[] {1});
    versions.put(Keys.version(0, 0, 5, new byte[] {1}), new byte[] {1});
  }

  @Test
  void storesThatWereBegunTogetherAreKept() {
    Birth.check(List.of(states, rows, versions));
    assertThat(rows.get(Keys.row(0, new byte[] {1}))).isNotNull();
  }

  @Test
  void rowsOfAnotherKafkaAreNotTakenForThoseOfThisOne() {
    MapStore restored = new MapStore();
    Birth.check(List.of(restored, rows, versions));
    assertThat(rows.get(Keys.row(0, new byte[] {1}))).isNull();
    assertThat(versions.get(Keys.version(0, 0, 5, new byte[] {1}))).isNull();
    assertThat(new States(restored).tables()).isEmpty();
    Birth.check(List.of(restored, rows, versions));
    assertThat(rows.size()).as("begun anew, and together").isEqualTo(1);
  }

  @Test
  void statesWhoseRowsAreGoneAreNotBelieved() {
    MapStore lost = new MapStore();
    Birth.check(List.of(states, lost, versions));
    assertThat(new States(states).tables()).isEmpty();
  }

  @Test
  void anotherLayoutIsNeverMisread() {
    for (MapStore store : List.of(states, rows, versions)) {
      try (ByteStore.Cursor cursor = store.range(new byte[0], new byte[] {-1, -1, -1, -1, -1})) {
        while (cursor.advance()) {
          if (cursor.value().length == 17) {
            byte[] birth = cursor.value().clone();
            birth[0]++;
            store.put(cursor.key(), birth);
          }
        }
      }
    }
    Birth.check(List.of(states, rows, versions));
    assertThat(rows.size()).isEqualTo(1);
    assertThat(new States(states).tables()).isEmpty();
  }
}
