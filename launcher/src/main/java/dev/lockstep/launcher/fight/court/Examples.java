package dev.lockstep.launcher.fight.court;

import dev.lockstep.launcher.fight.court.Finding.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects faults: all are counted, the first few of a table and kind are told. */
final class Examples {

  private static final int TOLD = 8;

  private record Place(Fault fault, String table) {}

  private final Map<Place, List<String>> found = new LinkedHashMap<>();
  private final Map<Place, Long> counts = new LinkedHashMap<>();

  void add(Fault fault, String table, String words) {
    Place place = new Place(fault, table);
    counts.merge(place, 1L, Long::sum);
    List<String> told = found.computeIfAbsent(place, missing -> new ArrayList<>());
    if (told.size() < TOLD) {
      told.add(words);
    }
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    found.forEach(
        (place, told) -> {
          long count = counts.getOrDefault(place, 0L);
          String more = count > told.size() ? "; and " + (count - told.size()) + " more" : "";
          findings.add(
              new Finding(place.fault, place.table, count, String.join("; ", told) + more));
        });
    return findings;
  }
}
