package dev.lockstep.streams.judge;

import dev.lockstep.schema.change.Encoding;
import dev.lockstep.schema.event.Marker;
import dev.lockstep.schema.event.MarkerKind;
import dev.lockstep.schema.event.SourceReach;
import dev.lockstep.schema.event.TopicReach;
import dev.lockstep.schema.row.RowDigest;
import dev.lockstep.schema.topic.TableName;
import dev.lockstep.streams.state.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * One partition of a whole migration: a source, a target, a sink that applies in batches, captures
 * with snapshots, and strangers who write to the target. Runs once, and leaves the topics.
 *
 * <p>Two flows share the source endpoint and table x, so that state of one flow must not leak into
 * the other.
 */
final class SimulatedWorld implements Routing, Definitions {

  static final int KEYS = 6;
  private static final Encoding PLAIN = new Encoding(1, Map.of());
  private static final int VALUES = 3;

  final int keys;

  final Random random;
  final List<FlowTable> tables;
  final Map<String, SimulatedLog> logs = new LinkedHashMap<>();
  final List<Marker> markers = new ArrayList<>();
  private final Map<String, SimulatedLog.Counter> serials = new HashMap<>();
  private final Map<FlowTable, Long> applied = new HashMap<>();
  private final Map<FlowTable, Long> snapshotAtSink = new HashMap<>();
  private final Map<FlowTable, Map<Integer, Long>> seenBySink = new HashMap<>();
  private final Map<String, Set<String>> movedTopics = new HashMap<>();
  private final Map<String, Set<FlowTable>> movedProgress = new HashMap<>();
  private int positions;

  SimulatedWorld(Random random, int keys) {
    this.random = random;
    this.keys = keys;
    tables = List.of(table("f", "x", "b"), table("f", "y", "b"), table("g", "x", "c"));
    for (FlowTable table : tables) {
      applied.put(table, -1L);
      seenBySink.put(table, new HashMap<>());
      snapshotAtSink.put(table, -1L);
      for (Side side : Side.values()) {
        String endpoint = side == Side.SOURCE ? table.sourceEndpoint() : table.targetEndpoint();
        logs.computeIfAbsent(
            table.topic(side),
            topic -> new SimulatedLog(topic, random.nextInt(3) == 0, counter(endpoint), random));
      }
    }
  }

  private static FlowTable table(String flow, String name, String target) {
    return new FlowTable(flow, "a", new TableName("s", name), target, new TableName("s", name));
  }

  SimulatedLog log(FlowTable table, Side side) {
    return logs.get(table.topic(side));
  }

  void run(int steps) {
    logs.values().forEach(log -> prefill(log));
    captureSnapshot("a");
    boolean early = random.nextBoolean();
    for (int i = early ? random.nextInt(6) : 0; i > 0; i--) {
      applyQuietly(any(tables));
    }
    captureSnapshot("b");
    captureSnapshot("c");
    for (int i = 0; i < steps; i++) {
      step();
    }
    for (FlowTable table : tables) {
      finish(log(table, Side.SOURCE));
      apply(table, Long.MAX_VALUE);
      finish(log(table, Side.TARGET));
      moved(table);
    }
    marker("b", MarkerKind.OWN);
    marker("c", MarkerKind.OWN);
    marker("b", MarkerKind.HEARTBEAT);
    marker("c", MarkerKind.HEARTBEAT);
  }

  private void finish(SimulatedLog log) {
    if (log.isBeingRead()) {
      log.readOn(keys);
    }
  }

  private void prefill(SimulatedLog log) {
    for (int key = 0; !log.bornLater && key < keys; key++) {
      if (random.nextInt(3) > 0) {
        log.quietly(key, random.nextInt(VALUES));
      }
    }
  }

  private void step() {
    FlowTable table = any(tables);
    if (random.nextInt(6) == 0) {
      rereadOn(table);
    }
    int what = random.nextInt(100);
    if (what < 35) {
      transaction(log(table, Side.SOURCE));
    } else if (what < 60) {
      apply(table, 1 + random.nextInt(Math.max(8, keys)));
    } else if (what < 72) {
      marker(table.targetEndpoint(), MarkerKind.OWN);
    } else if (what < 84) {
      foreign(table);
    } else if (what < 88) {
      marker(table.targetEndpoint(), MarkerKind.HEARTBEAT);
    } else if (what < 93) {
      behindTheLog(log(table, random.nextBoolean() ? Side.SOURCE : Side.TARGET));
    } else if (what < 94) {
      if (random.nextInt(2) == 0) {
        SimulatedLog source = log(table, Side.SOURCE);
        source.addColumns(source.columns() + 1);
      }
      log(table, random.nextBoolean() ? Side.SOURCE : Side.TARGET).schemaChange();
      moved(table);
    } else if (what < 95) {
      markers.add(marker("a", MarkerKind.HEARTBEAT, sourceReach(), List.of()));
    } else if (what < 96) {
      log(table, Side.SOURCE).truncate();
    } else if (what < 98) {
      lostHistory(log(table, Side.SOURCE));
      sourceMarker();
    } else {
      lostTargetHistory(table.targetEndpoint());
    }
  }

  /** Tables are read anew while they change, at times since they were altered. */
  private void rereadOn(FlowTable table) {
    Side side = random.nextBoolean() ? Side.SOURCE : Side.TARGET;
    SimulatedLog log = log(table, side);
    if (!log.canLoseHistory()) {
      return;
    }
    if (!log.isBeingRead() || random.nextInt(20) == 0) {
      if (random.nextInt(4) > 0) {
        return;
      }
      if (random.nextBoolean()) {
        log.alter();
      }
      log.beginReread(keys);
    } else {
      log.readOn(1 + random.nextInt(keys));
    }
    moved(table);
  }

  private void transaction(SimulatedLog log) {
    for (int i = 1 + random.nextInt(Math.max(4, keys / 4)); i > 0; i--) {
      int key = random.nextInt(keys);
      Integer before = log.rows.get(key);
      log.change(key, random.nextInt(4) == 0 ? null : random.nextInt(VALUES));
      if (random.nextInt(5) == 0) {
        log.change(key, before);
      }
    }
  }

  private void foreign(FlowTable table) {
    SimulatedLog log = log(table, Side.TARGET);
    if (random.nextInt(12) == 0) {
      log.truncate();
    } else {
      transaction(log);
    }
    moved(table);
    marker(table.targetEndpoint(), MarkerKind.FOREIGN);
  }

  private void behindTheLog(SimulatedLog log) {
    int key = random.nextInt(keys);
    boolean known = log.rows.containsKey(key);
    // Of a table without a snapshot nobody can know what it held before its first record.
    if (known || !log.bornLater) {
      log.quietly(key, known && random.nextBoolean() ? null : (Integer) random.nextInt(VALUES));
    }
  }

  private void lostHistory(SimulatedLog log) {
    if (!log.canLoseHistory()) {
      return;
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      log.quietly(random.nextInt(keys), random.nextInt(3) == 0 ? null : random.nextInt(VALUES));
    }
    log.snapshot(random.nextInt(4) == 0);
  }

  private void lostTargetHistory(String endpoint) {
    marker(endpoint, MarkerKind.OWN);
    for (FlowTable table : tables) {
      if (table.targetEndpoint().equals(endpoint) && log(table, Side.TARGET).canLoseHistory()) {
        applyQuietly(table);
        log(table, Side.TARGET).quietly(random.nextInt(keys), random.nextInt(VALUES));
        log(table, Side.TARGET).snapshot(false);
        moved(table);
        movedProgress.computeIfAbsent(endpoint, e -> new LinkedHashSet<>()).add(table);
      }
    }
    marker(endpoint, MarkerKind.SNAPSHOT);
  }

  private void captureSnapshot(String endpoint) {
    logs.values().stream()
        .filter(log -> log.topic.startsWith(endpoint + ".") && !log.bornLater)
        .forEach(log -> log.snapshot(random.nextInt(6) == 0));
    if (endpoint.equals("a")) {
      sourceMarker();
      return;
    }
    for (FlowTable table : tables) {
      if (table.targetEndpoint().equals(endpoint)) {
        if (log(table, Side.TARGET).lastSerial() >= 0) {
          moved(table);
        }
        movedProgress.computeIfAbsent(endpoint, e -> new LinkedHashSet<>()).add(table);
      }
    }
    marker(endpoint, MarkerKind.SNAPSHOT);
  }

  /** The sink, while nobody watches the target: rows change, the log of the target says nothing. */
  private void applyQuietly(FlowTable table) {
    SimulatedLog target = log(table, Side.TARGET);
    int said = target.entries.size();
    if (!target.bornLater) {
      apply(table, 1 + random.nextInt(6), true);
    }
    if (target.entries.size() != said) {
      throw new IllegalStateException("The target said something");
    }
  }

  private void apply(FlowTable table, long atMost) {
    apply(table, atMost, false);
  }

  /** One transaction of the sink: a batch reduced to the last version of each key, and progress. */
  private void apply(FlowTable table, long atMost, boolean quietly) {
    SimulatedLog target = log(table, Side.TARGET);
    Map<Integer, Integer> last = new LinkedHashMap<>();
    int columns = 0;
    long taken = 0;
    for (SimulatedLog.Entry entry : List.copyOf(log(table, Side.SOURCE).entries)) {
      if (entry.offset() <= applied.get(table) || taken++ >= atMost) {
        continue;
      }
      switch (entry.op()) {
        case CREATE, UPDATE, READ, DELETE -> {
          last.put(entry.key(), entry.after());
          seenBySink.get(table).put(entry.key(), entry.offset());
        }
        case TRUNCATE -> target.rows.keySet().forEach(key -> last.put(key, null));
        case SNAPSHOT_START -> snapshotAtSink.put(table, entry.offset());
        case SNAPSHOT_END -> sweep(table, target, last);
        case SCHEMA_CHANGE -> columns = entry.columns();
        case UNREADABLE -> {}
      }
      applied.put(table, entry.offset());
    }
    if (!quietly) {
      target.addColumns(columns);
    }
    last.forEach(
        (key, value) -> {
          if (quietly) {
            target.quietly(key, value);
          } else {
            target.change(key, value);
          }
        });
    if (taken > 0 && !quietly) {
      moved(table);
      movedProgress.computeIfAbsent(table.targetEndpoint(), e -> new LinkedHashSet<>()).add(table);
    }
  }

  /** Rows the source once told of and that its new snapshot did not. */
  private void sweep(FlowTable table, SimulatedLog target, Map<Integer, Integer> last) {
    seenBySink
        .get(table)
        .forEach(
            (key, offset) -> {
              if (offset < snapshotAtSink.get(table)) {
                last.put(key, null);
              }
            });
  }

  private void moved(FlowTable table) {
    movedTopics
        .computeIfAbsent(table.targetEndpoint(), e -> new LinkedHashSet<>())
        .add(table.topic(Side.TARGET));
  }

  private void marker(String endpoint, MarkerKind kind) {
    List<TopicReach> reach = new ArrayList<>();
    List<SourceReach> progress = new ArrayList<>();
    if (kind != MarkerKind.HEARTBEAT) {
      for (String topic : movedTopics.getOrDefault(endpoint, Set.of())) {
        if (logs.get(topic).lastSerial() < 0) {
          continue;
        }
        reach.add(new TopicReach(topic, logs.get(topic).lastSerial()));
      }
      for (FlowTable table : movedProgress.getOrDefault(endpoint, Set.of())) {
        progress.add(
            new SourceReach(
                table.flow(), table.topic(Side.SOURCE), "id", applied.get(table), Instant.EPOCH));
      }
      movedTopics.remove(endpoint);
      movedProgress.remove(endpoint);
    }
    markers.add(marker(endpoint, kind, reach, progress));
  }

  private void sourceMarker() {
    markers.add(marker("a", MarkerKind.SNAPSHOT, sourceReach(), List.of()));
  }

  private List<TopicReach> sourceReach() {
    List<TopicReach> reach = new ArrayList<>();
    logs.values().stream()
        .filter(log -> log.topic.startsWith("a.") && log.lastSerial() >= 0)
        .forEach(log -> reach.add(new TopicReach(log.topic, log.lastSerial())));
    return reach;
  }

  private Marker marker(
      String endpoint, MarkerKind kind, List<TopicReach> reach, List<SourceReach> progress) {
    return Marker.newBuilder()
        .setEndpoint(endpoint)
        .setKind(kind)
        .setSerial(counter(endpoint).next(random))
        .setEpoch(1)
        .setPosition(Integer.toString(positions++))
        .setCommittedAt(Instant.EPOCH)
        .setCommitPrecisionMillis(1000)
        .setCapturedAt(Instant.EPOCH)
        .setTarget(reach)
        .setProgress(progress)
        .build();
  }

  private SimulatedLog.Counter counter(String endpoint) {
    return serials.computeIfAbsent(endpoint, e -> new SimulatedLog.Counter());
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  @Override
  public List<Route> routes(String topic) {
    List<Route> routes = new ArrayList<>();
    for (FlowTable table : tables) {
      for (Side side : Side.values()) {
        if (table.topic(side).equals(topic)) {
          routes.add(new Route(table, side));
        }
      }
    }
    return routes;
  }

  @Override
  public Optional<FlowTable> source(String flow, String topic) {
    return tables.stream()
        .filter(table -> table.flow().equals(flow) && table.topic(Side.SOURCE).equals(topic))
        .findFirst();
  }

  @Override
  public Optional<FlowTable> byStateName(String name) {
    return tables.stream().filter(table -> table.stateName().equals(name)).findFirst();
  }

  @Override
  public boolean isTarget(String endpoint) {
    return !endpoint.equals("a");
  }

  @Override
  public boolean isSource(String endpoint) {
    return endpoint.equals("a");
  }

  @Override
  public String topicId(String topic) {
    return "id";
  }

  @Override
  public boolean reshaped(int before, int after) {
    return before / SimulatedLog.SHAPE != after / SimulatedLog.SHAPE;
  }

  @Override
  public RowDigest filled(FlowTable table, Side side, int before, SchemaPair now) {
    return SimulatedLog.filled(SimulatedLog.columns(before), SimulatedLog.columns(now.of(side)));
  }

  @Override
  public Encoding encoding(FlowTable table, Side side, SchemaPair now) {
    return PLAIN;
  }

  @Override
  public Optional<String> recoded(Encoding before, int beforeSchema, Encoding now, int nowSchema) {
    return Optional.empty();
  }

  @Override
  public Optional<String> underRule(FlowTable table, SchemaPair now) {
    return Optional.empty();
  }

  @Override
  public Optional<String> misfits(FlowTable table, SchemaPair now) {
    return Optional.empty();
  }

  @Override
  public boolean keysDiffer(FlowTable table, SchemaPair now) {
    return false;
  }

  @Override
  public Optional<String> difference(FlowTable table, int source, int target) {
    return SimulatedLog.columns(source) == SimulatedLog.columns(target)
        ? Optional.empty()
        : Optional.of("columns only at the source");
  }

  @Override
  public boolean isCurrent(String topic, String topicId) {
    return true;
  }
}
