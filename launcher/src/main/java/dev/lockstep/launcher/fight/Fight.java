package dev.lockstep.launcher.fight;

import dev.lockstep.launcher.fight.FightReport.FaultLine;
import dev.lockstep.launcher.fight.FightReport.RoundLine;
import dev.lockstep.launcher.fight.court.ClaimJudge;
import dev.lockstep.launcher.fight.court.Evidence;
import dev.lockstep.launcher.fight.court.Finding;
import dev.lockstep.launcher.fight.court.Finding.Fault;
import dev.lockstep.launcher.fight.court.Ledger;
import dev.lockstep.launcher.fight.court.TableTruth;
import dev.lockstep.launcher.fight.court.Trouble;
import dev.lockstep.launcher.fight.harm.Corruptor;
import dev.lockstep.launcher.fight.harm.HarmWatch;
import dev.lockstep.launcher.fight.harm.Healer;
import dev.lockstep.launcher.fight.load.Alters;
import dev.lockstep.launcher.fight.load.Bursts;
import dev.lockstep.launcher.fight.load.Load;
import dev.lockstep.launcher.fight.load.Refusals;
import dev.lockstep.launcher.fight.load.Sides;
import dev.lockstep.launcher.fight.load.TableSpec;
import dev.lockstep.launcher.fight.load.Tables;
import dev.lockstep.launcher.fight.note.Journal;
import dev.lockstep.launcher.fight.plan.Act;
import dev.lockstep.launcher.fight.plan.Part;
import dev.lockstep.launcher.fight.plan.Round;
import dev.lockstep.launcher.fight.plan.Schedule;
import dev.lockstep.launcher.fight.truth.Truth;
import dev.lockstep.launcher.fight.watch.Hearing;
import dev.lockstep.launcher.fight.watch.PageEye;
import dev.lockstep.launcher.fight.watch.TopicEar;
import dev.lockstep.launcher.fight.world.Place;
import dev.lockstep.launcher.fight.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One fight, round by round: heal what the last one harmed, load with acts in between, wait for
 * Lockstep to claim that all is confirmed, compare both databases, hold what was said against what
 * is.
 *
 * <p>A round that never comes to rest is a fault; its tables are given up, and with all of them the
 * fight ends. Runs on one thread.
 */
public final class Fight implements AutoCloseable {

  private static final Duration LEAST_PATIENCE = Duration.ofMinutes(3);
  private static final int ROWS_PER_SECOND = 1_500;
  private static final String NOT_CARRIED_OVER = "not-carried-over";
  private static final Duration SECOND_LOOK = Duration.ofSeconds(15);

  /** What may yet come true a moment later, and was then said too early. */
  private static final Set<Fault> MAY_PASS =
      EnumSet.of(
          Fault.MISSED,
          Fault.FALSE_ALARM,
          Fault.WRONG_DATA,
          Fault.WRONG_CLAIM,
          Fault.MISSING_ALERT,
          Fault.CAUSELESS_ALERT);

  private final FightSettings settings;
  private final Clock clock;
  private final Consumer<String> say;
  private final Path record;
  private final Journal journal;
  private final Ledger ledger;
  private final Hearing hearing;
  private final Place place;
  private final Sides sides;
  private final Tables tables;
  private final World world;
  private final Rest rest;
  private final Healer healer;
  private final List<RoundLine> rounds = new ArrayList<>();
  private final List<FaultLine> findings = new ArrayList<>();
  private long statements;

  private Fight(FightSettings settings, Clock clock, Consumer<String> say) throws IOException {
    this.settings = settings;
    this.clock = clock;
    this.say = say;
    this.place = Place.in(settings.home());
    this.record = settings.home().resolve("record.jsonl");
    this.journal = Journal.open(record, clock);
    this.ledger = new Ledger(clock);
    this.hearing = new Hearing(journal);
    this.sides = place.sides();
    this.tables = new Tables(settings.without());
    this.world = new World(place, journal, ledger);
    this.rest = new Rest(sides.source(), hearing, clock);
    this.healer = new Healer(sides, ledger, journal, clock);
  }

  /** Prepares one in its directory; nothing is started yet. */
  public static Fight prepare(FightSettings settings, Clock clock, Consumer<String> say)
      throws IOException {
    return new Fight(settings, clock, say);
  }

  /**
   * Fights until the time is over.
   *
   * @param stopAsked ends it after the round that goes on
   */
  public FightReport run(BooleanSupplier stopAsked)
      throws IOException, SQLException, InterruptedException {
    long begun = System.nanoTime();
    journal.note(
        "fight", "seed", settings.seed(), "limit", settings.limit(), "rows", settings.rows());
    Schedule schedule =
        new Schedule(settings.seed(), settings.limit(), settings.rows(), settings.without());
    world.start(List.of(Part.BROKER, Part.REGISTRY, Part.SOURCE, Part.TARGET));
    tables.make(sides, new Random(settings.seed()));
    Alters alters = new Alters(sides, ledger, journal);
    try (HarmWatch watch = HarmWatch.start(sides.target(), ledger, journal, clock);
        TopicEar ear = TopicEar.start(place.config(), hearing, clock);
        PageEye eye = PageEye.start(place.pagePort(), hearing, clock);
        Actor actor =
            new Actor(
                world,
                ledger,
                journal,
                new Corruptor(sides, tables, ledger, journal, clock, watch),
                alters,
                new Bursts(sides.source()),
                new Refusals(sides, journal))) {
      boolean goesOn = fight(schedule.round(0), actor);
      long deadline = System.nanoTime() + settings.limit().toNanos();
      for (int number = 1; goesOn && !stopAsked.getAsBoolean(); number++) {
        goesOn = fight(schedule.round(number), actor) && System.nanoTime() < deadline;
      }
    }
    return report((System.nanoTime() - begun) / 1_000_000);
  }

  /** Removes the data of a fight that has ended and been closed; what it is told by stays. */
  public void discard() throws IOException {
    place.discard();
  }

  private boolean fight(Round round, Actor actor)
      throws IOException, SQLException, InterruptedException {
    hearing.begin();
    Instant from = clock.instant();
    journal.note("round", "number", round.number(), "theme", round.theme(), "steps", round.steps());
    say.accept("Round " + round.number() + ": " + round.theme());
    healer.heal();
    Runnable started = round.number() == 0 ? ledger.begin(Part.PRODUCERS, Trouble.START) : () -> {};
    world.start(onTime(round));
    List<Actor.Begun> acts = actor.begin(round.steps());
    try (Load load = Load.start(sides.source(), tables, settings.seed() * 1_000 + round.number())) {
      Thread.sleep(round.millis());
      load.close();
      statements += load.statements();
    }
    List<Act> stuck = actor.finish(acts);
    for (Act act : stuck) {
      tell(round, new Finding(Fault.STUCK, "", 1, "it has never come to an end: " + act));
    }
    Rest.Outcome outcome =
        rest.await(
            round.number(),
            ledger.excused(),
            patience(),
            () -> actor.follow(hearing.subjects(NOT_CARRIED_OVER)));
    started.run();
    journal.note("rest", "millis", outcome.millis(), "unmet", outcome.unmet());
    boolean goesOn = (outcome.isReached() || giveUp(round, outcome)) && stuck.isEmpty();
    List<Finding> found = outcome.isReached() ? lookTwice(from) : look(from);
    found = new ArrayList<>(found);
    found.addAll(endedByThemselves());
    found.forEach(finding -> tell(round, finding));
    long kinds = findings.stream().filter(line -> line.round() == round.number()).count();
    rounds.add(new RoundLine(round.number(), round.theme().name(), outcome.millis(), kinds));
    say.accept(
        "  at rest after %.1f s, %s"
            .formatted(outcome.millis() / 1000.0, kinds == 0 ? "all true" : kinds + " faults"));
    return goesOn;
  }

  /** One for each part, with its first words: what does not start does not start many times. */
  private List<Finding> endedByThemselves() {
    Map<Part, List<World.Ended>> byPart =
        world.ended().stream()
            .collect(
                Collectors.groupingBy(
                    World.Ended::part, () -> new EnumMap<>(Part.class), Collectors.toList()));
    return byPart.entrySet().stream()
        .map(
            entry ->
                new Finding(
                    Fault.ENDED_BY_ITSELF,
                    "",
                    entry.getValue().size(),
                    entry.getKey().word() + ": " + entry.getValue().getFirst().lastWords()))
        .toList();
  }

  /** Programs that the round stops before they have begun start late. */
  private static List<Part> onTime(Round round) {
    List<Part> parts = new ArrayList<>(Part.programs());
    round.steps().stream()
        .filter(step -> round.number() == 0 && step.atMillis() == 0)
        .forEach(
            step -> {
              if (step.act() instanceof Act.Stop stop) {
                parts.remove(stop.part());
              }
            });
    return parts;
  }

  private Duration patience() {
    return LEAST_PATIENCE.plusSeconds(settings.rows() / ROWS_PER_SECOND);
  }

  /** Says what is stuck; goes on without these tables, as long as there are others. */
  private boolean giveUp(Round round, Rest.Outcome outcome) {
    Map<String, List<String>> byTable =
        outcome.unmet().stream().collect(Collectors.groupingBy(words -> words.split(":", 2)[0]));
    byTable.forEach(
        (table, words) -> {
          tell(round, new Finding(Fault.STUCK, table, 1, String.join("; ", words)));
          ledger.excuse(table);
        });
    boolean sentinel = byTable.containsKey(TableSpec.SCHEMA + "." + Tables.SENTINEL);
    return !sentinel && byTable.size() < outcome.tables().size();
  }

  /** What is wrong at first and right a moment later was said to be confirmed too early. */
  private List<Finding> lookTwice(Instant from) throws SQLException, InterruptedException {
    List<Finding> first = look(from);
    if (first.stream().noneMatch(finding -> MAY_PASS.contains(finding.fault()))) {
      return first;
    }
    Thread.sleep(SECOND_LOOK);
    List<Finding> second = new ArrayList<>(look(from));
    for (Finding finding : first) {
      boolean still =
          second.stream()
              .anyMatch(
                  later ->
                      later.fault() == finding.fault() && later.table().equals(finding.table()));
      if (MAY_PASS.contains(finding.fault()) && !still) {
        second.add(
            new Finding(
                Fault.PREMATURE,
                finding.table(),
                finding.count(),
                finding.fault() + ": " + finding.words()));
      }
    }
    return second;
  }

  private List<Finding> look(Instant from) throws SQLException {
    List<TableTruth> truths = Truth.of(sides.source(), sides.target(), TableSpec.SCHEMA);
    return ClaimJudge.judge(
        new Evidence(
            from,
            clock.instant(),
            hearing.round(),
            hearing.openBefore(),
            ledger.deeds(),
            ledger.troubles(),
            ledger.refused(),
            ledger.alterings(),
            ledger.excused(),
            truths,
            hearing.tables(),
            hearing.openAlerts()));
  }

  private void tell(Round round, Finding finding) {
    FaultLine line = FaultLine.of(round.number(), finding);
    findings.add(line);
    journal.note(
        "finding",
        "round",
        round.number(),
        "fault",
        finding.fault(),
        "table",
        finding.table(),
        "count",
        finding.count(),
        "words",
        finding.words());
  }

  private FightReport report(long millis) {
    FightReport report =
        new FightReport(
            settings.seed(),
            millis,
            rounds,
            journal.counts(),
            statements,
            FightReport.verdicts(hearing.opened(), hearing.closed(), findings),
            hearing.alertCounts(),
            FightReport.count(findings, Fault.CAUSELESS_ALERT),
            findings,
            record.toString());
    journal.note("report", "json", report.json());
    return report;
  }

  @Override
  public void close() throws IOException {
    world.close();
    journal.close();
  }
}
