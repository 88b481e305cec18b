package dev.lockstep.launcher.demo.score;

import dev.lockstep.launcher.demo.inject.Injection;
import dev.lockstep.launcher.demo.inject.Injection.Harm;
import dev.lockstep.launcher.demo.inject.Injection.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the verdicts of a run are worth, given what was really done.
 *
 * @param detectionMillis of each detected corruption, from its commit to the verdict's arrival
 * @param complaints in words, one for each miss and each false alarm
 */
public record Score(
    int injected,
    int detected,
    int missed,
    int decoys,
    int falseAlarms,
    List<Double> detectionMillis,
    List<String> complaints) {

  public Score {
    detectionMillis = List.copyOf(detectionMillis);
    complaints = List.copyOf(complaints);
  }

  /**
   * A corruption is detected when one verdict, and no second one, opened for its row with the right
   * kind and columns. Every other verdict is a false alarm, but for those that earlier runs account
   * for.
   *
   * @param done this run's manifest
   * @param earlier the manifests of runs before
   * @param seen every record of the verdict topic, in order of arrival
   */
  public static Score of(List<Injection> done, List<Injection> earlier, List<VerdictSeen> seen) {
    Tally tally = new Tally(newVerdicts(seen));
    for (Injection injection : done) {
      tally.count(injection);
    }
    tally.excuse(earlier);
    return tally.score();
  }

  /** Records by row and then by id, without the ids that were known before this run. */
  private static Map<String, Map<String, List<VerdictSeen>>> newVerdicts(List<VerdictSeen> seen) {
    Set<String> known = new HashSet<>();
    Map<String, Map<String, List<VerdictSeen>>> byRow = new LinkedHashMap<>();
    for (VerdictSeen verdict : seen) {
      if (verdict.earlier()) {
        known.add(verdict.id());
      } else if (!known.contains(verdict.id())) {
        byRow
            .computeIfAbsent(verdict.row(), row -> new LinkedHashMap<>())
            .computeIfAbsent(verdict.id(), id -> new ArrayList<>())
            .add(verdict);
      }
    }
    return byRow;
  }

  /** A verdict whose columns were left out is not a right one. */
  private static boolean right(Injection injection, VerdictSeen verdict) {
    return verdict.kind().equals(injection.harm().name())
        && (injection.harm() != Harm.MISMATCHED || verdict.columns().equals(injection.columns()));
  }

  private static final class Tally {

    private final Map<String, Map<String, List<VerdictSeen>>> unexplained;
    private final List<Double> detectionMillis = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private int injected;
    private int missed;
    private int decoys;

    Tally(Map<String, Map<String, List<VerdictSeen>>> verdicts) {
      this.unexplained = new HashMap<>(verdicts);
    }

    void count(Injection injection) {
      if (injection.stage() == Stage.ABANDONED) {
        return;
      }
      boolean certain = injection.stage() == Stage.COMMITTED;
      if (injection.decoy()) {
        decoys += certain ? 1 : 0;
        return;
      }
      injected += certain ? 1 : 0;
      Map<String, List<VerdictSeen>> ids =
          unexplained.getOrDefault(injection.table() + " " + injection.key(), new HashMap<>());
      String found = null;
      for (Map.Entry<String, List<VerdictSeen>> verdict : ids.entrySet()) {
        if (found == null && allRight(injection, verdict.getValue())) {
          found = verdict.getKey();
        }
      }
      if (found != null) {
        detected(injection, ids.getOrDefault(found, List.of()));
        ids.remove(found);
      } else if (certain) {
        missed++;
        complaints.add("missed: %s, seen: %s".formatted(words(injection), ids.values()));
      }
    }

    private static boolean allRight(Injection injection, List<VerdictSeen> records) {
      List<VerdictSeen> openings = records.stream().filter(VerdictSeen::open).toList();
      return !openings.isEmpty() && openings.stream().allMatch(seen -> right(injection, seen));
    }

    private void detected(Injection injection, List<VerdictSeen> records) {
      if (injection.stage() != Stage.COMMITTED) {
        return;
      }
      long seen = records.stream().filter(VerdictSeen::open).findFirst().orElseThrow().seenNanos();
      // The verdict may arrive before the injector's own commit call has returned.
      detectionMillis.add(Math.max(0, (seen - injection.committedNanos()) / 1e6));
    }

    /** A run that was killed leaves corruptions whose verdicts come only in the next. */
    void excuse(List<Injection> earlier) {
      for (Injection injection : earlier) {
        Map<String, List<VerdictSeen>> ids =
            unexplained.get(injection.table() + " " + injection.key());
        if (ids != null && !injection.decoy() && injection.stage() != Stage.ABANDONED) {
          ids.keySet().stream().findFirst().ifPresent(ids::remove);
        }
      }
    }

    Score score() {
      int falseAlarms = 0;
      for (Map<String, List<VerdictSeen>> ids : unexplained.values()) {
        falseAlarms += ids.size();
        ids.values().forEach(records -> complaints.add("false alarm: " + records.getFirst()));
      }
      return new Score(
          injected,
          detectionMillis.size(),
          missed,
          decoys,
          falseAlarms,
          detectionMillis.stream().sorted().toList(),
          complaints);
    }

    private static String words(Injection injection) {
      return "%s of %s %s (%s, %s)"
          .formatted(
              injection.what(),
              injection.table(),
              injection.key(),
              injection.columns(),
              injection.heat());
    }
  }
}
