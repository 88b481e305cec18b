package dev.lockstep.streams.judge;

import dev.lockstep.schema.event.Marker;
import dev.lockstep.streams.state.ByteStore;
import dev.lockstep.streams.state.Side;
import dev.lockstep.streams.state.TableState;
import dev.lockstep.streams.state.VersionLog;
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
  private static final int MOST_STINTS = 50_000;

  private record Commit(Map<String, Integer> read, int markersRead, int rulings) {}

  final List<Ruling> rulings = new ArrayList<>();
  private final SimulatedWorld world;
  private final Random random;
  private final List<String> topics;
  private final SimulatedStores stores;
  private final int inputsPerCommit;
  private Map<String, Integer> read = new HashMap<>();
  private int markersRead;
  private int runs;
  private Commit commit;
  private Bench bench;
  private PartitionJudge judge;

  /**
   * @param inputsPerCommit on average; four times as many lie between two crashes
   */
  SimulatedTask(SimulatedWorld world, Random random, SimulatedStores stores, int inputsPerCommit) {
    this.world = world;
    this.random = random;
    this.topics = List.copyOf(world.logs.keySet());
    this.stores = stores;
    this.inputsPerCommit = inputsPerCommit;
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
      return end();
    }
    if (random.nextInt(3) == 0) {
      goOn();
    }
    String input = open.get(random.nextInt(open.size()));
    for (int burst = 1 + random.nextInt(Math.max(5, world.keys)); burst > 0; burst--) {
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

  /** All is read: it must come to an end without another word, however many stints it takes. */
  private boolean end() {
    if (random.nextBoolean()) {
      goOn();
      maybeCommitOrCrash();
      return true;
    }
    for (int stints = 0; judge.isUnfinished(); stints++) {
      if (stints > MOST_STINTS) {
        throw new AssertionError("Never done with what is to be judged");
      }
      goOn();
    }
    return false;
  }

  private void goOn() {
    if (judge.isUnfinished()) {
      judge.goOn();
    }
  }

  /** Whether a marker of this endpoint was judged in part: figures are then of none. */
  boolean isBegun(String endpoint) {
    return bench.states().endpoint(endpoint).begun();
  }

  /** Tells apart the markers whose turn it is, and runs between crashes. */
  long turn(String endpoint) {
    return runs * 1_000_000L + bench.states().endpoint(endpoint).head();
  }

  private void maybeCommitOrCrash() {
    int what = random.nextInt(inputsPerCommit * 5);
    if (what < 5) {
      commit();
    } else if (what == 5) {
      restart();
    }
  }

  /** A crash, where the stores can go back; else an orderly end and a new start. */
  private void restart() {
    if (stores.crash()) {
      read = new HashMap<>(commit.read);
      markersRead = commit.markersRead;
      rulings.subList(commit.rulings, rulings.size()).clear();
    } else {
      commit();
    }
    open();
  }

  private void commit() {
    stores.commit();
    commit = new Commit(new HashMap<>(read), markersRead, rulings.size());
  }

  private void open() {
    runs++;
    int versionsInMemory = random.nextBoolean() ? random.nextInt(world.keys) : VersionLog.IN_MEMORY;
    List<ByteStore> open = stores.open();
    bench = Bench.over(open.get(0), open.get(1), open.get(2), versionsInMemory);
    int keysInMemory =
        random.nextBoolean() ? 1 + random.nextInt(Math.max(3, world.keys / 10)) : 1000;
    int steps = random.nextBoolean() ? 1 + random.nextInt(Math.max(5, world.keys / 3)) : 100_000;
    judge =
        new PartitionJudge(
            0,
            bench,
            world,
            world,
            this,
            () -> NOW,
            keysInMemory,
            () -> Stint.of(steps),
            () -> Stint.of(steps));
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
            .drain(
                state, side, Long.MAX_VALUE - 1, (key, version) -> waiting.incrementAndGet() > 0);
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
    String told = log.at(offset).map(entry -> "k" + entry.key()).orElse("nothing at " + offset);
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
