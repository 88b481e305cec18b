package dev.lockstep.sink.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.known.Engines;
import dev.lockstep.flow.Configured;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.config.AlertSettings;
import dev.lockstep.schema.event.Alert;
import dev.lockstep.schema.event.AlertState;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.VerdictKind;
import dev.lockstep.schema.kafka.Tenure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: whatever crashes, each alert opens once and resolves once, and what is open at the end is
 * what is wrong at the end. Method: random facts in three partitions, a log that commits all or
 * nothing and dies at a random step (before a read, after it, before a commit, after it with the
 * answer lost), a new worker each time; checked against a model that only counts. The seed is the
 * test's name.
 */
class AlertSimulationTest {

  private static final int PARTITIONS = 3;
  private static final Relevance ANYTHING = new Relevance(new Configured(List.of()));

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void eachAlertOpensOnceAndResolvesOnce(long seed) {
    Random random = new Random(seed);
    World world = new World(random);
    Log log = new Log(world, random, 0.2);

    run(log, random);

    assertTransitionsAreOrderly(log);
    assertThat(openCounts(log)).isEqualTo(world.expected());
    assertThat(log.transitions.stream().map(Alert::getId).collect(Collectors.toSet()))
        .isEqualTo(log.states.keySet());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void crashesLeaveNoTrace(long seed) {
    Random random = new Random(seed);
    World world = new World(random);
    world.inOneLine();
    Log calm = new Log(world, new Random(seed), 0);
    Log rough = new Log(world, new Random(seed), 0.3);

    run(calm, new Random(seed));
    run(rough, new Random(seed + 1));

    assertThat(rough.transitions).isEqualTo(calm.transitions);
    assertThat(rough.states).isEqualTo(calm.states);
  }

  /** Runs until every fact is read and committed; a crash makes a new worker. */
  private static void run(Log log, Random random) {
    Instant now = Facts.START;
    AtomicLong nanos = new AtomicLong();
    AlertWorker worker = null;
    while (!log.isDone()) {
      int millis = random.nextInt(600);
      nanos.addAndGet(Duration.ofMillis(millis).toNanos());
      now = now.plusMillis(millis);
      try {
        if (worker == null) {
          worker = new AlertWorker(log, ANYTHING, nobody(), nanos::get, now);
        }
        worker.turn(now);
      } catch (Crash crash) {
        worker = null;
      }
    }
  }

  /** Facts of this world do not come by the clock, so nobody misses them. */
  private static Watches nobody() {
    return new Watches(
        List.of(), endpoint -> Engines.of(EndpointType.MARIADB), AlertSettings.DEFAULT, () -> 0);
  }

  private static void assertTransitionsAreOrderly(Log log) {
    Map<String, List<AlertState>> byId = new LinkedHashMap<>();
    Map<Cause, Alert> open = new HashMap<>();
    for (Alert alert : log.transitions) {
      byId.computeIfAbsent(alert.getId(), id -> new ArrayList<>()).add(alert.getState());
      if (alert.getState() == AlertState.OPENED) {
        assertThat(open.put(Cause.of(alert), alert)).as("already open").isNull();
      } else {
        assertThat(open.remove(Cause.of(alert)).getId()).isEqualTo(alert.getId());
      }
    }
    assertThat(byId.values())
        .allSatisfy(
            states ->
                assertThat(states)
                    .isIn(
                        List.of(AlertState.OPENED),
                        List.of(AlertState.OPENED, AlertState.RESOLVED)));
    byId.forEach(
        (id, states) -> assertThat(log.states.get(id).getState()).isEqualTo(states.getLast()));
  }

  private static Map<String, Long> openCounts(Log log) {
    return log.states.values().stream()
        .filter(alert -> alert.getState() == AlertState.OPENED)
        .collect(Collectors.toMap(a -> a.getCode() + " " + a.getSubject(), Alert::getCount));
  }

  private static final class Crash extends RuntimeException {}

  /** The facts, and what is wrong when all of them are told. */
  private static final class World {
    private final List<List<Fact>> partitions = new ArrayList<>();
    private final Map<String, Long> open = new HashMap<>();
    private final List<String> openVerdicts = new ArrayList<>();

    World(Random random) {
      for (int p = 0; p < PARTITIONS; p++) {
        partitions.add(new ArrayList<>());
      }
      int length = 20 + random.nextInt(200);
      for (int i = 0; i < length; i++) {
        step(random, i);
      }
    }

    private void step(Random random, int i) {
      switch (random.nextInt(6)) {
        case 0, 1 -> open(random, i);
        case 2, 3 -> close(random, i);
        case 4 -> {
          boolean zero = random.nextBoolean();
          partitions.get(1).add(Facts.residual("t.status", zero, i));
          set("unexplained-residual t.status", !zero);
        }
        default -> {
          boolean retrying = random.nextBoolean();
          partitions
              .get(2)
              .add(
                  Facts.component(
                      "sink",
                      "shop",
                      "",
                      retrying ? ComponentState.RETRYING : ComponentState.RUNNING,
                      i));
          set("sink shop", retrying);
        }
      }
    }

    private void open(Random random, int i) {
      int kind = random.nextInt(3);
      String id = i + ":" + kind;
      openVerdicts.add(id);
      partitions.get(i % PARTITIONS).add(Facts.opened(id, VerdictKind.values()[kind], "t.rows", i));
      open.merge(code(kind), 1L, Long::sum);
    }

    private void close(Random random, int i) {
      if (openVerdicts.isEmpty()) {
        return;
      }
      String id = openVerdicts.remove(random.nextInt(openVerdicts.size()));
      int opened = Integer.parseInt(id.split(":")[0]);
      int kind = Integer.parseInt(id.split(":")[1]);
      partitions
          .get(opened % PARTITIONS)
          .add(Facts.closed(id, VerdictKind.values()[kind], "t.rows", i));
      open.computeIfPresent(code(kind), (code, count) -> count == 1 ? null : count - 1);
    }

    private void set(String code, boolean on) {
      if (on) {
        open.put(code, 1L);
      } else {
        open.remove(code);
      }
    }

    private static String code(int kind) {
      return List.of("rows-mismatched", "rows-missing", "rows-extra").get(kind) + " t.rows";
    }

    /** Everything in one partition, so that there is only one order to read it in. */
    void inOneLine() {
      List<Fact> all = partitions.stream().flatMap(List::stream).toList();
      partitions.replaceAll(partition -> List.of());
      partitions.set(0, all);
    }

    Map<String, Long> expected() {
      return open;
    }
  }

  /** Commits all or nothing, and dies now and then. */
  private static final class Log implements AlertLog {
    private final World world;
    private final Random random;
    private final double crashes;
    private final List<Alert> transitions = new ArrayList<>();
    private final Map<String, Alert> states = new LinkedHashMap<>();
    private final int[] committed = new int[PARTITIONS];
    private int[] position = new int[PARTITIONS];

    Log(World world, Random random, double crashes) {
      this.world = world;
      this.random = random;
      this.crashes = crashes;
    }

    boolean isDone() {
      return Arrays.equals(committed, world.partitions.stream().mapToInt(List::size).toArray());
    }

    @Override
    public Collection<Alert> restore() {
      maybeCrash();
      position = committed.clone();
      return List.copyOf(states.values());
    }

    @Override
    public Collection<ComponentStatus> statuses() {
      return List.of();
    }

    @Override
    public Collection<String> topics() {
      return List.of();
    }

    @Override
    public Tenure.End ended(RuntimeException failure) {
      return Tenure.End.NONE;
    }

    @Override
    public List<Fact> poll() {
      maybeCrash();
      List<Fact> facts = new ArrayList<>();
      for (int p = 0; p < PARTITIONS; p++) {
        List<Fact> partition = world.partitions.get(p);
        int to = Math.min(partition.size(), position[p] + random.nextInt(8));
        facts.addAll(partition.subList(position[p], to));
        position[p] = to;
      }
      maybeCrash();
      return facts;
    }

    @Override
    public void commit(Emission emission) {
      maybeCrash();
      transitions.addAll(emission.transitions());
      emission.states().forEach(alert -> states.put(alert.getId(), alert));
      emission.forgotten().forEach(states::remove);
      System.arraycopy(position, 0, committed, 0, PARTITIONS);
      maybeCrash();
    }

    private void maybeCrash() {
      if (random.nextDouble() < crashes) {
        throw new Crash();
      }
    }

    @Override
    public void close() {}
  }
}
