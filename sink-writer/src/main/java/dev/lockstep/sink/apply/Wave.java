package dev.lockstep.sink.apply;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Row changes of one table, at most one for each folded key, so that their order does not matter.
 *
 * <p>A key keeps only its newest version. Keys that differ but fold to the same (a change of case,
 * a trailing space) may be one row on the target, so the later of them goes into a later wave:
 * written after it, in log order (invariant 3).
 */
public record Wave(List<Change> deletes, List<Change> upserts) {

  public Wave {
    deletes = List.copyOf(deletes);
    upserts = List.copyOf(upserts);
  }

  /** Both kinds of change. */
  public int size() {
    return deletes.size() + upserts.size();
  }

  /** Coalesces changes of one table, given in log order within each key. */
  public static List<Wave> of(List<Change> changes) {
    List<Map<ByteBuffer, Change>> waves = new ArrayList<>();
    Map<ByteBuffer, Integer> waveOfKey = new HashMap<>(changes.size() * 2);
    for (Change change : changes) {
      RowKey key = change.requireKey();
      int wave = waveOfKey.getOrDefault(key.folded(), 0);
      if (wave < waves.size()) {
        Change earlier = waves.get(wave).get(key.folded());
        if (earlier != null && !earlier.requireKey().exact().equals(key.exact())) {
          wave++;
        }
      }
      if (wave == waves.size()) {
        waves.add(new LinkedHashMap<>());
      }
      waves.get(wave).put(key.folded(), change);
      if (wave > 0) {
        waveOfKey.put(key.folded(), wave);
      }
    }
    return waves.stream().map(wave -> split(wave.values())).toList();
  }

  private static Wave split(Iterable<Change> changes) {
    List<Change> deletes = new ArrayList<>();
    List<Change> upserts = new ArrayList<>();
    for (Change change : changes) {
      (change.operation() == Operation.DELETE ? deletes : upserts).add(change);
    }
    return new Wave(deletes, upserts);
  }
}
