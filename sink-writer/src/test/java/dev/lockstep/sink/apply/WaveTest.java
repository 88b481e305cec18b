package dev.lockstep.sink.apply;

import static dev.lockstep.testing.property.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.sink.position.SourcePartition;
import dev.lockstep.testing.property.Any;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WaveTest {

  private static final SourcePartition P = new SourcePartition("s.t", "id", 0);

  @Test
  void onlyTheNewestVersionOfAKeyIsWritten() {
    List<Wave> waves =
        Wave.of(
            List.of(
                Changes.upsert(P, 1, "a", 1),
                Changes.delete(P, 2, "b"),
                Changes.upsert(P, 3, "a", 2),
                Changes.upsert(P, 4, "b", 3)));
    assertThat(waves).hasSize(1);
    assertThat(waves.getFirst().deletes()).isEmpty();
    assertThat(waves.getFirst().upserts()).extracting(Change::offset).containsExactly(3L, 4L);
  }

  @Test
  void keysThatSomeCollationCallsEqualKeepTheirOrder() {
    List<Wave> waves =
        Wave.of(
            List.of(
                Changes.delete(P, 1, "abc"),
                Changes.upsert(P, 2, "ABC", 1),
                Changes.upsert(P, 3, "other", 1),
                Changes.upsert(P, 4, "ABC", 2)));
    assertThat(waves).hasSize(2);
    assertThat(waves.get(0).deletes()).extracting(Change::offset).containsExactly(1L);
    assertThat(waves.get(0).upserts()).extracting(Change::offset).containsExactly(3L);
    assertThat(waves.get(1).upserts()).extracting(Change::offset).containsExactly(4L);
  }

  /** Keys a, A, b, B as numbers 0 to 3; negative versions delete. */
  @Test
  void wavesEndWhereOneByOneEnds() {
    forAll(
        500,
        any -> {
          List<Byte> dice = any.list(30, Any::aByte);
          List<Change> changes = new ArrayList<>();
          for (int i = 0; i < dice.size(); i++) {
            String id = List.of("a", "A", "b", "B").get(dice.get(i) & 3);
            boolean delete = dice.get(i) < -60;
            changes.add(delete ? Changes.delete(P, i, id) : Changes.upsert(P, i, id, i));
          }
          for (boolean foldCase : new boolean[] {true, false}) {
            Map<String, Integer> oneByOne = new HashMap<>();
            changes.forEach(change -> apply(oneByOne, change, foldCase));
            Map<String, Integer> byWaves = new HashMap<>();
            for (Wave wave : Wave.of(changes)) {
              wave.deletes().forEach(change -> apply(byWaves, change, foldCase));
              wave.upserts().forEach(change -> apply(byWaves, change, foldCase));
            }
            assertThat(byWaves).isEqualTo(oneByOne);
          }
        });
  }

  private static void apply(Map<String, Integer> rows, Change change, boolean foldCase) {
    String id =
        foldCase ? Changes.id(change).toLowerCase(java.util.Locale.ROOT) : Changes.id(change);
    if (change.operation() == Operation.DELETE) {
      rows.remove(id);
    } else {
      rows.put(id, Changes.version(change));
    }
  }
}
