package dev.lockstep.streams.judge;

import dev.lockstep.schema.event.Marker;
import dev.lockstep.streams.state.MapStore;
import dev.lockstep.streams.state.Side;
import dev.lockstep.streams.state.TableState;
import dev.lockstep.streams.state.VersionLog;
import dev.lockstep.streams.state.WriteBehind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A judge fed from the world's topics, each in its own order and all of them interleaved at random,
 * with commits and crashes: a crash goes back to the stores, the input positions and the output of
 * the last commit, as exactly-once does.
 */
final class SimulatedTask implements Court {

  private static final int NOW = 5_000_000;

  private record Commit(
      List<MapStore> stores, Map<String, Integer> read, int markersRead, int rulings) {}

  final List<Ruling> rulings = new ArrayList<>();
  private final SimulatedWorld world;
  private final Random random;
  private final List<String> topics;
  private List<MapStore> stores;
  private List<WriteBehind> cached;
  private Map<String, Integer> read = new HashMap<>();
  private int markersRead;
  private Commit commit;
  private Bench bench;
  private PartitionJudge judge;

  SimulatedTask(SimulatedWorld world, Random random) {
    this.world = world;
    this.random = random;
    this.topics = List.copyOf(world.logs.keySet());
    stores = List.of(new MapStore(), new MapStore(), new MapStore());
    open();
    commit();
  }

  Bench bench() {
    return bench;
  }

  Claims claims() {
    return judge.claims();
  }

  /** One record of a random input, or false when all are read. */
  boolean step() {
    List<String> open = new ArrayList<>(topics.stream().filter(this::hasNext).toList());
    if (markersRead < world.markers.size()) {
      open.add("markers");
    }
    if (open.isEmpty()) {
      return false;
    }
    String input = open.get(random.nextInt(open.size()));
    for (int burst = 1 + random.nextInt(5); burst > 0; burst--) {
      if (!input.equals("markers")) {
        if (hasNext(input)) {
          readChange(input);
        }
      } else if (markersRead < world.markers.size()) {
        judge.marked(world.markers.get(markersRead++));
      }
    }
    maybeCommitOrCrash();
    return true;
  }

  private void maybeCommitOrCrash() {
    int what = random.nextInt(20);
    if (what < 5) {
      commit();
    } else if (what == 5) {
      stores = commit.stores.stream().map(MapStore::copy).toList();
      read = new HashMap<>(commit.read);
      markersRead = commit.markersRead;
      rulings.subList(commit.rulings, rulings.size()).clear();
      open();
    }
  }

  private void commit() {
    cached.forEach(WriteBehind::flush);
    commit =
        new Commit(
            stores.stream().map(MapStore::copy).toList(),
            new HashMap<>(read),
            markersRead,
            rulings.size());
  }

  private void open() {
    int versionsInMemory = random.nextBoolean() ? random.nextInt(4) : VersionLog.IN_MEMORY;
    cached = stores.stream().map(WriteBehind::new).toList();
    bench = Bench.over(cached.get(0), cached.get(1), cached.get(2), versionsInMemory);
    int keysInMemory = random.nextBoolean() ? 1 + random.nextInt(3) : 1000;
    judge = new PartitionJudge(0, bench, world, world, this, () -> NOW, keysInMemory);
  }

  private boolean hasNext(String topic) {
    return read.getOrDefault(topic, 0) < world.logs.get(topic).entries.size();
  }

  private void readChange(String topic) {
    SimulatedLog log = world.logs.get(topic);
    SimulatedLog.Entry entry = log.entries.get(read.merge(topic, 1, Integer::sum) - 1);
    for (Route route : world.routes(topic)) {
      judge.changed(route.table(), route.side(), log.change(entry));
    }
  }

  /** Takes out what no marker has covered, and counts it. */
  long drainWaiting() {
    AtomicLong waiting = new AtomicLong();
    for (TableState state : bench.states().tables().values()) {
      for (Side side : Side.values()) {
        bench
            .versions()
            .drain(state, side, Long.MAX_VALUE - 1, (key, version) -> waiting.incrementAndGet());
      }
    }
    return waiting.get();
  }

  @Override
  public void state(Ruling ruling) {
    rulings.add(ruling);
  }

  @Override
  public String keyText(FlowTable table, Side side, long offset, byte[] key) {
    SimulatedLog log = world.log(table, side);
    String told =
        log.entries.stream()
            .filter(entry -> entry.offset() == offset)
            .map(entry -> "k" + entry.key())
            .findFirst()
            .orElse("nothing at " + offset);
    String asked = new String(key, java.nio.charset.StandardCharsets.UTF_8);
    if (!told.equals(asked)) {
      throw new AssertionError(
          "Record " + offset + " of " + log.topic + " is " + told + ", not " + asked);
    }
    return asked;
  }

  Marker marker(int index) {
    return world.markers.get(index);
  }
}
