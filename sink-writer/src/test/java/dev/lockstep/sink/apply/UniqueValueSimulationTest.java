package dev.lockstep.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schema.kafka.Backoff;
import dev.lockstep.sink.position.SourcePartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: rows that pass unique values on to each other, over partitions that move on their own, all
 * arrive, and none is ever a dead letter: in plain load and in repeated snapshots, with rows that
 * changed outside of the log before.
 *
 * <p>Method: a source that keeps a value unique at every step writes its log over three partitions
 * of one topic; values are few, so that most of them are taken. Two workers apply it at random
 * pace, fall asleep, lose connections and partitions. In the end the target's rows are the
 * source's. In plain load they are the fold of the log at every step.
 *
 * <p>A failure prints its seed; {@code -Dlockstep.sim.seed=N} runs that one alone, {@code
 * -Dlockstep.sim.seeds=N} so many.
 */
class UniqueValueSimulationTest {

  private static final int SEEDS = Integer.getInteger("lockstep.sim.seeds", 400);
  private static final String TOPIC = "s.a";
  private static final int PARTITIONS = 3;
  private static final int KEYS = 9;
  private static final int VALUES = 11;

  static LongStream blocks() {
    Long one = Long.getLong("lockstep.sim.seed");
    return one != null ? LongStream.of(-one) : LongStream.range(0, 8);
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void everyRowArrivesWithItsValue(long block) {
    if (block < 0) {
      new Simulation(-block).run();
      return;
    }
    int size = SEEDS / 8;
    for (long seed = 1 + block * size; seed <= (block + 1) * size; seed++) {
      try {
        new Simulation(seed).run();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static final class Simulation {

    private final Random random;
    private final boolean plain;
    private final SimulatedLog log = new SimulatedLog();
    private final SimulatedTarget target = new SimulatedTarget();
    private final List<Worker> workers = new ArrayList<>();
    private final Map<String, Integer> source = new TreeMap<>();
    private long serial;
    private int depth;
    private long now;
    private boolean faulty = true;

    Simulation(long seed) {
      random = new Random(seed);
      plain = seed % 2 == 0;
    }

    void run() {
      writeLog();
      for (int number = 0; number < PARTITIONS; number++) {
        target.state(partition(number));
      }
      for (int i = 0; i < 2; i++) {
        workers.add(new Worker());
      }
      rebalance();
      for (int i = 0; i < 150; i++) {
        turn(workers.get(random.nextInt(2)));
      }
      faulty = false;
      rebalance();
      for (int i = 0; i < 600 && !isDone(); i++) {
        workers.forEach(this::turn);
        now += Duration.ofMillis(200).toNanos();
      }
      assertThat(isDone()).as("everything is settled in the end").isTrue();
      Map<String, Integer> arrived = new TreeMap<>();
      for (int number = 0; number < PARTITIONS; number++) {
        target.state(partition(number)).rows.forEach((id, row) -> arrived.put(id, row.version()));
      }
      assertThat(arrived).isEqualTo(source);
    }

    private void writeLog() {
      if (plain) {
        change(120);
        return;
      }
      int epoch = 1;
      barrier(Operation.SNAPSHOT_START, epoch);
      barrier(Operation.SNAPSHOT_END, epoch);
      change(60);
      while (epoch < 4) {
        epoch++;
        // Rows that change while nobody reads the log.
        for (int i = random.nextInt(12); i > 0; i--) {
          step(false);
        }
        snapshot(epoch);
        change(random.nextInt(30));
      }
    }

    private void snapshot(int epoch) {
      barrier(Operation.SNAPSHOT_START, epoch);
      List<String> keys = new ArrayList<>();
      for (int key = 0; key < KEYS; key++) {
        keys.add("k" + key);
      }
      java.util.Collections.shuffle(keys, random);
      if (random.nextInt(4) == 0) {
        // It breaks off, and another one starts over.
        show(keys.subList(0, random.nextInt(KEYS)));
        barrier(Operation.SNAPSHOT_START, epoch);
      }
      show(keys);
      barrier(Operation.SNAPSHOT_END, epoch);
    }

    /** Rows in pieces, each as it is by then, with changes between. */
    private void show(List<String> keys) {
      for (String key : keys) {
        Integer value = source.get(key);
        if (value != null) {
          serial++;
          log.append(Changes.upsert(partition(key), serial, key, value));
        }
        change(random.nextInt(3));
      }
    }

    private void change(int times) {
      for (int i = 0; i < times; i++) {
        step(true);
      }
    }

    /** One change that keeps values unique: a free value is given, or a row goes. */
    private void step(boolean logged) {
      String key = "k" + random.nextInt(KEYS);
      serial += 1 + random.nextInt(2);
      if (random.nextInt(6) == 0) {
        if (source.remove(key) != null && logged) {
          log.append(Changes.delete(partition(key), serial, key));
        }
        return;
      }
      List<Integer> free = new ArrayList<>();
      for (int value = 0; value < VALUES; value++) {
        if (!source.containsValue(value)) {
          free.add(value);
        }
      }
      int value = free.get(random.nextInt(free.size()));
      source.put(key, value);
      if (logged) {
        log.append(Changes.upsert(partition(key), serial, key, value));
      }
    }

    private void barrier(Operation operation, int epoch) {
      for (int number = 0; number < PARTITIONS; number++) {
        serial++;
        log.append(Changes.barrier(partition(number), serial, operation, epoch));
      }
    }

    private static SourcePartition partition(int number) {
      return new SourcePartition(TOPIC, "id", number);
    }

    private static SourcePartition partition(String key) {
      return partition(Integer.parseInt(key.substring(1)) % PARTITIONS);
    }

    private void turn(Worker worker) {
      if (worker.busy) {
        return;
      }
      worker.busy = true;
      try {
        worker.loop.tick(Duration.ZERO);
        now += Duration.ofMillis(20).toNanos();
      } finally {
        worker.busy = false;
      }
      check();
      if (faulty && random.nextInt(20) == 0) {
        rebalance();
      }
      if (faulty && random.nextInt(40) == 0) {
        target.restart();
      }
    }

    private void check() {
      if (plain) {
        for (SourcePartition partition : log.partitions()) {
          SimulatedTarget.State state = target.state(partition);
          assertThat(state.rows)
              .as("rows of %s at progress %d", partition, state.applied)
              .isEqualTo(SimulatedTarget.fold(log.of(partition), state.applied, change -> false));
        }
      }
    }

    private void rebalance() {
      Set<SourcePartition> first = new TreeSet<>();
      Set<SourcePartition> second = new TreeSet<>();
      for (SourcePartition partition : log.partitions()) {
        (random.nextBoolean() ? first : second).add(partition);
      }
      workers.get(0).log.assign(first);
      workers.get(1).log.assign(second);
    }

    private void interrupt() {
      check();
      if (faulty && random.nextInt(60) == 0 && depth < 2) {
        depth++;
        rebalance();
        for (Worker other : workers) {
          for (int i = random.nextInt(4); i > 0; i--) {
            turn(other);
          }
        }
        depth--;
      }
    }

    private boolean isDone() {
      return log.partitions().stream()
          .allMatch(p -> target.state(p).applied == log.of(p).getLast().offset());
    }

    private final class Worker implements SimulatedTarget.Faults, DeadLetters, Board {

      private final SimulatedLog.Member log;
      private final ApplyLoop loop;
      private boolean busy;

      Worker() {
        log = Simulation.this.log.new Member(random, Simulation.this::interrupt);
        loop =
            new ApplyLoop(
                log,
                log,
                target.through(this),
                this,
                this,
                () -> now,
                new ApplyLoop.Bounds(
                    new Backoff(Duration.ofMillis(10), Duration.ofMillis(100)),
                    3,
                    Duration.ofMillis(random.nextInt(300)),
                    Duration.ofSeconds(1)));
      }

      @Override
      public boolean versionsAreUnique() {
        return true;
      }

      @Override
      public void at(String call) throws TargetException {
        interrupt();
        if (faulty && random.nextInt(100) == 0) {
          throw SimulatedTarget.failure(TargetException.Scope.SERVER, "lost at " + call);
        }
      }

      @Override
      public SimulatedTarget.CommitFault atCommit() {
        return faulty && random.nextInt(30) == 0
            ? SimulatedTarget.CommitFault.LOST_AFTER
            : SimulatedTarget.CommitFault.NONE;
      }

      @Override
      public boolean refuses(Change change) {
        return false;
      }

      @Override
      public void keep(Change change, TargetError error) {
        throw new AssertionError("a dead letter: " + change + " for " + error);
      }

      @Override
      public void running() {}

      @Override
      public void retrying(TargetError error) {}

      @Override
      public void partitionRunning(SourcePartition partition, Optional<TargetError> notice) {}

      @Override
      public void partitionRetrying(SourcePartition partition, TargetError error) {}

      @Override
      public void partitionRefused(SourcePartition partition, TargetError error) {}

      @Override
      public void partitionGone(SourcePartition partition) {}

      @Override
      public void deadLettered(Change change, TargetError error) {}
    }
  }
}
