package dev.lockstep.streams.judge;

import dev.lockstep.schema.event.Marker;
import dev.lockstep.schema.event.MarkerKind;
import dev.lockstep.schema.event.SourceReach;
import dev.lockstep.schema.event.TopicReach;
import dev.lockstep.schema.event.VerdictKind;
import dev.lockstep.schema.row.TableDigest;
import dev.lockstep.streams.state.Op;
import dev.lockstep.streams.state.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What must be true after each marker, by brute force: replay both logs from the start as far as
 * the marker covers them, and compare every key.
 */
final class Oracle {

  /** One table after one marker. */
  record Truth(
      Map<String, VerdictKind> open, TableDigest source, TableDigest target, boolean complete) {}

  private final SimulatedWorld world;
  private final List<Map<FlowTable, Truth>> afterMarker = new ArrayList<>();
  private final Map<FlowTable, Long> applied = new HashMap<>();
  private final Map<FlowTable, Long> reached = new HashMap<>();
  private final Map<FlowTable, Map<String, VerdictKind>> open = new HashMap<>();
  private final Map<String, Boolean> snapshotDone = new HashMap<>();
  private final Map<FlowTable, Boolean> sourceComplete = new HashMap<>();
  private final Map<FlowTable, Boolean> targetComplete = new HashMap<>();
  private Map<FlowTable, Truth> truths = new HashMap<>();

  Oracle(SimulatedWorld world) {
    this.world = world;
    for (FlowTable table : world.tables) {
      applied.put(table, -1L);
      reached.put(table, -1L);
      open.put(table, new TreeMap<>());
      truths.put(table, new Truth(Map.of(), TableDigest.EMPTY, TableDigest.EMPTY, false));
    }
    world.markers.forEach(this::after);
  }

  Map<FlowTable, Truth> after(int marker) {
    return afterMarker.get(marker);
  }

  private void after(Marker marker) {
    truths = new HashMap<>(truths);
    if (marker.getKind() == MarkerKind.SNAPSHOT) {
      snapshotDone.put(marker.getEndpoint(), true);
    }
    for (FlowTable table : world.tables) {
      if (table.targetEndpoint().equals(marker.getEndpoint())) {
        truths.put(table, after(table, marker));
      }
    }
    afterMarker.add(truths);
  }

  private Truth after(FlowTable table, Marker marker) {
    long appliedBefore = applied.get(table);
    long reachedBefore = reached.get(table);
    for (SourceReach reach : marker.getProgress()) {
      if (reach.getFlow().equals(table.flow())
          && reach.getTopic().equals(table.topic(Side.SOURCE))) {
        applied.merge(table, reach.getOffset(), Math::max);
      }
    }
    for (TopicReach reach : marker.getTarget()) {
      if (reach.getTopic().equals(table.topic(Side.TARGET))) {
        reached.merge(table, reach.getSerial(), Math::max);
      }
    }
    List<SimulatedLog.Entry> source =
        world.log(table, Side.SOURCE).entries.stream()
            .filter(entry -> entry.offset() <= applied.get(table))
            .toList();
    List<SimulatedLog.Entry> target =
        world.log(table, Side.TARGET).entries.stream()
            .filter(entry -> entry.serial() <= reached.get(table))
            .toList();
    completeness(table, source, target);
    List<SimulatedLog.Entry> covered = new ArrayList<>();
    source.stream().filter(entry -> entry.offset() > appliedBefore).forEach(covered::add);
    target.stream().filter(entry -> entry.serial() > reachedBefore).forEach(covered::add);
    return judge(table, SimulatedLog.replay(source), SimulatedLog.replay(target), covered);
  }

  private void completeness(
      FlowTable table, List<SimulatedLog.Entry> source, List<SimulatedLog.Entry> target) {
    boolean targetBorn =
        world.log(table, Side.TARGET).bornLater
            && snapshotDone.getOrDefault(table.targetEndpoint(), false);
    boolean sourceBorn =
        world.log(table, Side.SOURCE).bornLater
            && applied.get(table) >= 0
            && snapshotDone.getOrDefault("a", false);
    sourceComplete.merge(table, sourceBorn || ended(source), Boolean::logicalOr);
    targetComplete.merge(table, targetBorn || ended(target), Boolean::logicalOr);
  }

  private static boolean ended(List<SimulatedLog.Entry> entries) {
    return entries.stream().anyMatch(entry -> entry.op() == Op.SNAPSHOT_END);
  }

  private Truth judge(
      FlowTable table,
      Map<Integer, Integer> source,
      Map<Integer, Integer> target,
      List<SimulatedLog.Entry> covered) {
    Map<String, VerdictKind> now = new TreeMap<>(open.get(table));
    for (int key = 0; key < SimulatedWorld.KEYS; key++) {
      int k = key;
      String name = "k" + key;
      boolean outside = covered.stream().anyMatch(entry -> entry.key() == k && entry.outside());
      VerdictKind kind = kind(table, source.get(key), target.get(key));
      boolean equal = Objects.equals(source.get(key), target.get(key));
      if (kind != null) {
        now.put(name, kind);
      } else if (outside) {
        now.put(name, VerdictKind.CHANGED_OUTSIDE_LOG);
      } else if (equal) {
        now.remove(name);
      }
    }
    open.put(table, now);
    boolean complete = sourceComplete.get(table) && targetComplete.get(table);
    return new Truth(now, SimulatedLog.digest(source), SimulatedLog.digest(target), complete);
  }

  private VerdictKind kind(FlowTable table, Integer source, Integer target) {
    if (Objects.equals(source, target)) {
      return null;
    }
    if (target == null) {
      return targetComplete.get(table) ? VerdictKind.MISSING_ON_TARGET : null;
    }
    if (source == null) {
      return targetComplete.get(table) && sourceComplete.get(table)
          ? VerdictKind.EXTRA_ON_TARGET
          : null;
    }
    return VerdictKind.MISMATCHED;
  }
}
