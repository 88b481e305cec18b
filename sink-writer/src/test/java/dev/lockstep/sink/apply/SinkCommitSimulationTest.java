package dev.lockstep.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schema.kafka.Backoff;
import dev.lockstep.sink.position.SourcePartition;
import dev.lockstep.sink.position.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: exactly once, in order, whatever fails (invariants 2, 3, 5, 8).
 *
 * <p>Method: two workers share the partitions of two tables. Every call of the protocol may crash
 * the worker, break the connection, lose the answer, or put the worker to sleep while the other one
 * is given its partitions and goes on, so that it wakes up as a zombie. After every call, each
 * partition's rows must be the fold of its log up to its progress; when the faults end, everything
 * must be applied, and what was refused must lie with the dead letters, unless a later change of
 * its key made up for it.
 *
 * <p>A failure prints its seed; {@code -Dlockstep.sim.seed=N} runs that one alone, {@code
 * -Dlockstep.sim.seeds=N} so many.
 */
class SinkCommitSimulationTest {

  private static final int SEEDS = Integer.getInteger("lockstep.sim.seeds", 400);
  private static final int FAULTY_STEPS = 120;

  static LongStream blocks() {
    Long one = Long.getLong("lockstep.sim.seed");
    return one != null ? LongStream.of(-one) : LongStream.range(0, 8);
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void rowsAreTheFoldOfTheLogUpToProgressWhateverFails(long block) {
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

  /** The process of a worker dies. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Crash() {
      super("crash", null, false, false);
    }
  }

  private static final class Simulation {

    private final Random random;
    private final SimulatedLog log = new SimulatedLog();
    private final SimulatedTarget target = new SimulatedTarget();
    private final List<Worker> workers = new ArrayList<>();
    private final Set<String> deadLetters = new HashSet<>();
    private final Map<SourcePartition, Long> highest = new HashMap<>();
    private final Map<SourcePartition, Map<String, SimulatedTarget.Row>> checkedRows =
        new HashMap<>();
    private Set<SourcePartition> partitions = Set.of();
    private int checkedCommits = -1;
    private long now;
    private int depth;
    private boolean faulty = true;

    Simulation(long seed) {
      random = new Random(seed);
    }

    void run() {
      writeLog();
      partitions = log.partitions();
      for (int i = 0; i < 2; i++) {
        workers.add(new Worker());
      }
      rebalance();
      for (int i = 0; i < FAULTY_STEPS; i++) {
        turn(workers.get(random.nextInt(2)));
      }
      faulty = false;
      rebalance();
      for (int i = 0; i < 400 && !isDone(); i++) {
        workers.forEach(this::turn);
        now += Duration.ofMillis(200).toNanos();
      }
      checkEnd();
    }

    private void writeLog() {
      for (String topic : List.of("s.a", "s.b")) {
        for (int number = 0; number < 2; number++) {
          SourcePartition partition = new SourcePartition(topic, "id-" + topic, number);
          long offset = random.nextInt(3);
          int epoch = 1;
          for (int i = 0; i < 40; i++) {
            offset += 1 + (random.nextInt(4) == 0 ? 1 : 0);
            log.append(change(partition, offset, i, epoch));
          }
        }
      }
    }

    private Change change(SourcePartition partition, long offset, int i, int epoch) {
      // Two spellings of each key: the target cannot tell them apart.
      String id = (random.nextBoolean() ? "k" : "K") + partition.partition() + random.nextInt(6);
      return switch (random.nextInt(30)) {
        case 0 -> Changes.barrier(partition, offset, Operation.TRUNCATE, epoch);
        case 1, 2 -> Changes.barrier(partition, offset, Operation.SNAPSHOT_START, epoch);
        case 3, 4 -> Changes.barrier(partition, offset, Operation.SNAPSHOT_END, epoch);
        case 5 -> Changes.barrier(partition, offset, Operation.SCHEMA, epoch);
        case 6 -> Changes.unreadable(partition, offset);
        case 7, 8, 9, 10, 11 -> Changes.delete(partition, offset, id);
        default -> Changes.upsert(partition, offset, id, i);
      };
    }

    /** Some rows are refused for good; which ones is a property of the row. */
    private static boolean isBad(Change change) {
      return change.operation() == Operation.UPSERT && Changes.version(change) % 17 == 5;
    }

    private void turn(Worker worker) {
      if (worker.busy) {
        return;
      }
      worker.busy = true;
      try {
        worker.loop.tick(Duration.ZERO);
        now += Duration.ofMillis(20).toNanos();
      } catch (Crash e) {
        worker.restart();
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

    private void rebalance() {
      Set<SourcePartition> first = new TreeSet<>();
      Set<SourcePartition> second = new TreeSet<>();
      for (SourcePartition partition : partitions) {
        (random.nextBoolean() ? first : second).add(partition);
      }
      workers.get(0).log.assign(first);
      workers.get(1).log.assign(second);
    }

    /** A point where anything may happen to the worker that is at work. */
    private void interrupt() {
      check();
      if (!faulty) {
        return;
      }
      int dice = random.nextInt(120);
      if (dice == 0) {
        throw new Crash();
      }
      if (dice < 3 && depth < 2) {
        // Asleep, while the group moves on without us.
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

    private void check() {
      for (SourcePartition partition : log.partitions()) {
        SimulatedTarget.State state = target.state(partition);
        assertThat(state.rows)
            .as("rows of %s at progress %d", partition, state.applied)
            .isEqualTo(SimulatedTarget.fold(log.of(partition), state.applied, Simulation::isBad));
        assertThat(state.applied)
            .as("progress of %s never goes back", partition)
            .isGreaterThanOrEqualTo(highest.getOrDefault(partition, Taken.NOTHING));
        highest.put(partition, state.applied);
      }
    }

    private boolean isDone() {
      return partitions.stream()
          .allMatch(p -> target.state(p).applied == log.of(p).getLast().offset());
    }

    private void checkEnd() {
      assertThat(isDone()).as("everything is settled in the end").isTrue();
      check();
      for (int i = 0; i < 3; i++) {
        workers.forEach(this::turn);
        now += Duration.ofMillis(200).toNanos();
      }
      assertThat(workers)
          .as("nothing is said to be in trouble when all is applied")
          .allSatisfy(worker -> assertThat(worker.troubled).isEmpty());
      for (SourcePartition partition : partitions) {
        List<Change> changes = log.of(partition);
        for (int i = 0; i < changes.size(); i++) {
          Change change = changes.get(i);
          boolean lasts =
              isBad(change) && !isMadeUpFor(change, changes.subList(i + 1, changes.size()));
          if (lasts || change.operation() == Operation.UNREADABLE) {
            assertThat(deadLetters).contains(partition + "@" + change.offset());
          }
        }
      }
    }

    private static boolean isMadeUpFor(Change change, List<Change> later) {
      return later.stream()
          .anyMatch(
              other ->
                  !other.operation().isBarrier()
                      && other.requireKey().folded().equals(change.requireKey().folded()));
    }

    /** A process with one worker in it. */
    private final class Worker implements SimulatedTarget.Faults, DeadLetters, Board {

      private final Set<SourcePartition> troubled = new TreeSet<>();
      private boolean busy;
      private SimulatedLog.Member log;
      private ApplyLoop loop;

      Worker() {
        restart();
      }

      void restart() {
        if (loop != null) {
          loop.close();
        }
        Set<SourcePartition> before = log == null ? Set.of() : log.assigned();
        troubled.clear();
        log = Simulation.this.log.new Member(random, Simulation.this::interrupt);
        log.assign(before);
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
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1)));
      }

      @Override
      public void at(String call) throws TargetException {
        interrupt();
        if (faulty) {
          switch (random.nextInt(100)) {
            case 0 ->
                throw SimulatedTarget.failure(TargetException.Scope.SERVER, "lost at " + call);
            case 1 ->
                throw SimulatedTarget.failure(
                    call.equals("connect") || call.startsWith("rollback")
                        ? TargetException.Scope.SERVER
                        : scopeAt(call),
                    "in the way at " + call);
            default -> {}
          }
        }
      }

      private TargetException.Scope scopeAt(String call) {
        return switch (call) {
          case "prepare", "write", "barrier" ->
              random.nextBoolean() ? TargetException.Scope.TABLE : TargetException.Scope.CONTENTION;
          case "take", "advance", "remember" -> TargetException.Scope.CONTENTION;
          default -> TargetException.Scope.SERVER;
        };
      }

      @Override
      public SimulatedTarget.CommitFault atCommit() {
        if (!faulty) {
          return SimulatedTarget.CommitFault.NONE;
        }
        return switch (random.nextInt(30)) {
          case 0 -> SimulatedTarget.CommitFault.LOST_BEFORE;
          case 1 -> SimulatedTarget.CommitFault.LOST_AFTER;
          case 2 -> SimulatedTarget.CommitFault.DEADLOCK;
          default -> SimulatedTarget.CommitFault.NONE;
        };
      }

      @Override
      public boolean refuses(Change change) {
        return isBad(change);
      }

      @Override
      public void keep(Change change, TargetError error) throws DeadLetterException {
        interrupt();
        if (faulty && random.nextInt(20) == 0) {
          throw new DeadLetterException("Kafka is away", new IllegalStateException());
        }
        assertThat(isBad(change) || change.operation() == Operation.UNREADABLE)
            .as("only what is refused becomes a dead letter: %s", change)
            .isTrue();
        deadLetters.add(change.partition() + "@" + change.offset());
      }

      @Override
      public void running() {}

      @Override
      public void retrying(TargetError error) {}

      @Override
      public void partitionRunning(SourcePartition partition, Optional<TargetError> notice) {
        troubled.remove(partition);
      }

      @Override
      public void partitionRetrying(SourcePartition partition, TargetError error) {
        troubled.add(partition);
      }

      @Override
      public void partitionRefused(SourcePartition partition, TargetError error) {
        troubled.add(partition);
      }

      @Override
      public void partitionGone(SourcePartition partition) {
        troubled.remove(partition);
      }

      @Override
      public void deadLettered(Change change, TargetError error) {
        interrupt();
      }
    }
  }
}
