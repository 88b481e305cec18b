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
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
    return judge(table, new Known(source), new Known(target), covered);
  }

  /** One side as far as a marker covers it: its rows, and which of them are no longer known. */
  private static final class Known {
    private final Map<Integer, Integer> rows;
    private final int columns;
    private final Map<Integer, Long> toldAt = new HashMap<>();
    private long staleBefore = -1;

    Known(List<SimulatedLog.Entry> entries) {
      rows = SimulatedLog.replay(entries);
      columns = entries.isEmpty() ? 0 : entries.getLast().columns();
      long snapshot = -1;
      boolean open = false;
      long reshaped = -1;
      for (SimulatedLog.Entry entry : entries) {
        if (entry.reshaped() && entry.op().isBarrier()) {
          reshaped = entry.offset();
        }
        if (entry.op() == Op.SNAPSHOT_START) {
          snapshot = entry.offset();
          open = true;
        } else if (entry.op() == Op.SNAPSHOT_END) {
          open = false;
          reshaped = snapshot >= reshaped ? -1 : reshaped;
        } else if (!entry.op().isBarrier()) {
          toldAt.put(entry.key(), entry.offset());
        }
      }
      staleBefore = Math.max(reshaped, open ? snapshot : -1);
    }

    Integer get(int key) {
      return rows.get(key);
    }

    boolean isStale(int key) {
      return (rows.containsKey(key) ? toldAt.get(key) : -1L) < staleBefore;
    }
  }

  private void completeness(
      FlowTable table, List<SimulatedLog.Entry> source, List<SimulatedLog.Entry> target) {
    boolean absent = target.isEmpty() && snapshotDone.getOrDefault(table.targetEndpoint(), false);
    sourceComplete.merge(table, ended(source), Boolean::logicalOr);
    targetComplete.merge(table, absent || ended(target), Boolean::logicalOr);
  }

  private static boolean ended(List<SimulatedLog.Entry> entries) {
    return entries.stream().anyMatch(entry -> entry.op() == Op.SNAPSHOT_END);
  }

  private Truth judge(
      FlowTable table, Known source, Known target, List<SimulatedLog.Entry> covered) {
    Map<String, VerdictKind> now = new TreeMap<>(open.get(table));
    Set<Integer> outsideKeys =
        covered.stream()
            .filter(SimulatedLog.Entry::outside)
            .map(SimulatedLog.Entry::key)
            .collect(Collectors.toSet());
    for (int key = 0; key < world.keys; key++) {
      String name = "k" + key;
      boolean outside = outsideKeys.contains(key);
      boolean stale = source.isStale(key) || target.isStale(key);
      boolean defined = source.columns == target.columns;
      VerdictKind kind = stale ? null : kind(table, source.get(key), target.get(key));
      if (kind == VerdictKind.MISMATCHED && !defined) {
        kind = null;
      }
      boolean equal =
          Objects.equals(source.get(key), target.get(key)) && (defined || source.get(key) == null);
      if (kind != null) {
        now.put(name, kind);
      } else if (outside) {
        now.put(name, VerdictKind.CHANGED_OUTSIDE_LOG);
      } else if (equal) {
        now.remove(name);
      }
    }
    open.put(table, now);
    boolean complete =
        sourceComplete.get(table)
            && targetComplete.get(table)
            && source.columns == target.columns
            && source.staleBefore < 0
            && target.staleBefore < 0;
    return new Truth(
        now,
        SimulatedLog.digest(source.rows, source.columns),
        SimulatedLog.digest(target.rows, target.columns),
        complete);
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
