package dev.lockstep.streams.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schema.event.VerdictKind;
import dev.lockstep.schema.event.VerdictState;
import dev.lockstep.schema.row.TableDigest;
import dev.lockstep.streams.judge.Claims.Claim;
import dev.lockstep.streams.state.EndpointState;
import dev.lockstep.streams.state.Side;
import dev.lockstep.streams.state.TableState;
import dev.lockstep.streams.store.StoreBench;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: no false alarm and no silence, whatever happens in whatever order. Method: run a random
 * migration, deliver its topics in random order with crashes in between, and hold every marker's
 * open verdicts, digests and residual against a brute-force replay of the logs.
 */
class JudgeSimulationTest {

  private static final int RUNS = Integer.getInteger("lockstep.simulation.runs", 2_000);
  private static final int REAL_RUNS = Integer.getInteger("lockstep.simulation.real.runs", 6);
  private static final long SEED = Long.getLong("lockstep.simulation.seed", System.nanoTime());

  @Test
  void judgesEveryMarkerAsABruteForceReplayDoes() {
    System.out.printf(
        "JudgeSimulationTest: %d runs, repeat with -Dlockstep.simulation.seed=%d%n", RUNS, SEED);
    Map<VerdictKind, Integer> seen = new TreeMap<>();
    for (int run = 0; run < RUNS; run++) {
      long seed = SEED + run;
      try {
        simulate(seed).forEach(ruling -> seen.merge(ruling.kind(), 1, Integer::sum));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "Seed %d: repeat with -Dlockstep.simulation.seed=%d -Dlockstep.simulation.runs=1"
                .formatted(seed, seed),
            e);
      }
    }
    System.out.println("Rulings by kind: " + seen);
    if (RUNS > 100) {
      assertThat(seen.keySet())
          .contains(
              VerdictKind.MISMATCHED,
              VerdictKind.MISSING_ON_TARGET,
              VerdictKind.EXTRA_ON_TARGET,
              VerdictKind.CHANGED_OUTSIDE_LOG);
    }
  }

  /**
   * The same on the stores that the topology builds, which write what is too much for memory on
   * their own account: thousands of versions under one marker, few commits.
   */
  @Test
  void judgesTheSameOnTheRealStoresWithThousandsOfVersionsUnderOneMarker(@TempDir Path directory) {
    System.out.printf(
        "JudgeSimulationTest on real stores: %d runs, repeat with -Dlockstep.simulation.seed=%d%n",
        REAL_RUNS, SEED);
    for (int run = 0; run < REAL_RUNS; run++) {
      long seed = SEED + run;
      Random random = new Random(seed);
      SimulatedWorld world = new SimulatedWorld(random, 500 + random.nextInt(4_000));
      world.run(20 + random.nextInt(20));
      Path ofRun = directory.resolve(Long.toString(seed));
      try {
        StoreBench.useLarge(
            ofRun, 3, stores -> simulate(world, random, SimulatedStores.real(stores), 10));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "Seed %d: repeat with -Dlockstep.simulation.seed=%d -Dlockstep.simulation.real.runs=1"
                .formatted(seed, seed),
            e);
      }
    }
  }

  /**
   * @param turn which marker's turn it was, in which run
   */
  private record Claimed(Claim claim, long turn, boolean settling) {}

  private static List<Ruling> simulate(long seed) {
    Random random = new Random(seed);
    SimulatedWorld world = new SimulatedWorld(random, SimulatedWorld.KEYS);
    world.run(20 + random.nextInt(120));
    return simulate(world, random, SimulatedStores.inMemory(), 4);
  }

  private static List<Ruling> simulate(
      SimulatedWorld world, Random random, SimulatedStores stores, int inputsPerCommit) {
    Oracle oracle = new Oracle(world);
    SimulatedTask task = new SimulatedTask(world, random, stores, inputsPerCommit);
    Map<FlowTable, Claimed> claims = new HashMap<>();
    do {
      figuresAgree(task, oracle);
      claimsAreTrue(world, task, claims);
    } while (task.step());
    figuresAgree(task, oracle);
    rulingsAgree(world, task, oracle);
    assertThat(task.drainWaiting()).as("versions left behind").isZero();
    return task.rulings;
  }

  /** Digests, counts and residual of each table at the marker its target was judged at last. */
  private static void figuresAgree(SimulatedTask task, Oracle oracle) {
    task.bench()
        .states()
        .tables()
        .forEach(
            (name, state) -> {
              FlowTable table = tableOf(oracle, name);
              EndpointState endpoint = task.bench().states().endpoint(table.targetEndpoint());
              if (endpoint.position() == null || task.isBegun(table.targetEndpoint())) {
                return;
              }
              Oracle.Truth truth = oracle.after(Integer.parseInt(endpoint.position())).get(table);
              agree(state, truth, name + " at marker " + endpoint.position());
            });
  }

  /** What is called confirmed is covered by a marker of the target, all of it, and judged. */
  private static void claimsAreTrue(
      SimulatedWorld world, SimulatedTask task, Map<FlowTable, Claimed> before) {
    for (FlowTable table : world.tables) {
      TableState state = task.bench().states().find(table.stateName());
      if (state == null) {
        continue;
      }
      assertThat(state.problem()).as("problem of " + table).isNull();
      task.claims()
          .of(table.stateName(), state)
          .ifPresent(
              claim -> {
                Claimed claimed =
                    new Claimed(claim, task.turn(table.targetEndpoint()), state.isSettling());
                Claimed last = before.put(table, claimed);
                if (last != null
                    && last.settling
                    && state.isSettling()
                    && last.turn == claimed.turn) {
                  assertThat(claim)
                      .as("claim of %s while a marker is judged", table)
                      .isEqualTo(last.claim);
                }
                long serial = task.marker(Integer.parseInt(claim.position())).getSerial();
                assertThat(world.log(table, Side.SOURCE).entries)
                    .as("what the source of %s said before marker %s", table, claim.position())
                    .filteredOn(entry -> entry.serial() < serial)
                    .allMatch(entry -> entry.offset() <= state.source().settled());
              });
    }
  }

  private static FlowTable tableOf(Oracle oracle, String name) {
    return oracle.after(0).keySet().stream()
        .filter(table -> table.stateName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void agree(TableState state, Oracle.Truth truth, String where) {
    if (agrees(state, truth)) {
      return;
    }
    assertThat(state.source().digest()).as("source digest of " + where).isEqualTo(truth.source());
    assertThat(state.target().digest()).as("target digest of " + where).isEqualTo(truth.target());
    for (VerdictKind kind : VerdictKind.values()) {
      long open = truth.open().values().stream().filter(kind::equals).count();
      assertThat(state.open(kind)).as(kind + " open of " + where).isEqualTo(open);
    }
    if (truth.complete()) {
      TableDigest residual =
          state.target().digest().minus(state.source().digest()).minus(state.explained());
      assertThat(residual.isZero()).as("residual of " + where + " is zero").isTrue();
    }
  }

  /** The same without words, for the thousands of times that nothing is wrong. */
  private static boolean agrees(TableState state, Oracle.Truth truth) {
    int[] open = new int[VerdictKind.values().length];
    truth.open().values().forEach(kind -> open[kind.ordinal()]++);
    boolean same = true;
    for (VerdictKind kind : VerdictKind.values()) {
      same &= state.open(kind) == open[kind.ordinal()];
    }
    TableDigest difference = state.target().digest().minus(state.source().digest());
    return same
        && state.source().digest().equals(truth.source())
        && state.target().digest().equals(truth.target())
        && (!truth.complete() || difference.minus(state.explained()).isZero());
  }

  /**
   * Which keys are open, of which kind, after each marker; and that ids and revisions are sound.
   */
  private static void rulingsAgree(SimulatedWorld world, SimulatedTask task, Oracle oracle) {
    Map<FlowTable, Map<String, Ruling>> open = new HashMap<>();
    Set<String> ids = new HashSet<>();
    Map<Integer, List<Ruling>> byMarker = new HashMap<>();
    for (Ruling ruling : task.rulings) {
      byMarker
          .computeIfAbsent(Integer.parseInt(ruling.position()), p -> new java.util.ArrayList<>())
          .add(ruling);
    }
    for (int marker = 0; marker < world.markers.size(); marker++) {
      for (Ruling ruling : byMarker.getOrDefault(marker, List.of())) {
        take(open.computeIfAbsent(ruling.table(), t -> new TreeMap<>()), ids, ruling);
      }
      for (FlowTable table : world.tables) {
        Map<String, VerdictKind> kinds = new TreeMap<>();
        open.getOrDefault(table, Map.of()).forEach((key, ruling) -> kinds.put(key, ruling.kind()));
        assertThat(kinds)
            .as("open verdicts of %s after marker %d", table.stateName(), marker)
            .isEqualTo(oracle.after(marker).get(table).open());
      }
    }
  }

  private static void take(Map<String, Ruling> open, Set<String> ids, Ruling ruling) {
    Ruling before = open.get(ruling.keyText());
    if (before == null) {
      assertThat(ruling.state()).isEqualTo(VerdictState.OPEN);
      assertThat(ruling.revision()).isEqualTo(1);
      assertThat(ids.add(ruling.id())).as("a new id for " + ruling).isTrue();
    } else {
      assertThat(ruling.id()).isEqualTo(before.id());
      assertThat(ruling.kind()).isEqualTo(before.kind());
      assertThat(ruling.revision()).isEqualTo(before.revision() + 1);
    }
    if (ruling.state() == VerdictState.OPEN) {
      open.put(ruling.keyText(), ruling);
    } else {
      open.remove(ruling.keyText());
    }
  }
}
