package dev.lockstep.launcher.demo;

import dev.lockstep.launcher.demo.inject.Injection;
import dev.lockstep.launcher.demo.score.Audit;
import dev.lockstep.launcher.demo.score.Claim;
import dev.lockstep.launcher.demo.score.Facts;
import dev.lockstep.launcher.demo.score.FullComparison;
import dev.lockstep.launcher.demo.score.LagProbe;
import dev.lockstep.launcher.demo.score.PendingSeries;
import dev.lockstep.launcher.demo.score.Score;
import dev.lockstep.launcher.demo.score.TableTruth;
import dev.lockstep.launcher.demo.shop.Shop;
import dev.lockstep.launcher.demo.shop.ShopAccess;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges a run whose workload has stopped: waits a bounded time for what is still on its way, then
 * scores the verdicts and has the claims audited by a full read of both databases.
 */
final class Judge {

  /** A false alarm may come late: nobody is acquitted before this. */
  private static final Duration AT_LEAST = Duration.ofSeconds(3);

  /** A sampled row which the injector deleted last of all is not waited for any longer. */
  private static final Duration SAMPLES_AT_MOST = Duration.ofSeconds(6);

  private static final Duration AT_MOST = Duration.ofSeconds(45);
  private static final Duration AGAIN = Duration.ofMillis(500);

  private final ShopAccess source;
  private final ShopAccess target;
  private final Facts facts;
  private final LagProbe probe;
  private final List<Injection> done;
  private final List<Injection> earlier;

  Judge(
      ShopAccess source,
      ShopAccess target,
      Facts facts,
      LagProbe probe,
      List<Injection> done,
      List<Injection> earlier) {
    this.source = source;
    this.target = target;
    this.facts = facts;
    this.probe = probe;
    this.done = List.copyOf(done);
    this.earlier = List.copyOf(earlier);
  }

  private record Finding(Score score, Audit audit, Map<String, Claim> claims) {

    boolean good() {
      return score.missed() == 0 && audit.passed();
    }
  }

  DemoOutcome judge(
      long changes,
      long startedMillis,
      long memoryMb,
      Optional<String> incomplete,
      PendingSeries pending)
      throws InterruptedException {
    Finding finding;
    try {
      finding = settledFinding(changes);
    } catch (SQLException e) {
      finding = lookWithoutDatabases();
      return outcome(
          changes,
          finding,
          startedMillis,
          memoryMb,
          Optional.of("The databases could not be compared: " + e.getMessage()),
          pending);
    }
    return outcome(changes, finding, startedMillis, memoryMb, incomplete, pending);
  }

  private Finding settledFinding(long changes) throws SQLException, InterruptedException {
    long start = System.nanoTime();
    long deadline = start + AT_MOST.toNanos();
    while (true) {
      long waited = System.nanoTime() - start;
      boolean sampled = probe.pending(changes) == 0 || waited > SAMPLES_AT_MOST.toNanos();
      boolean late = System.nanoTime() > deadline;
      if (late || (sampled && nothingInFlight() && waited > AT_LEAST.toNanos())) {
        Finding finding = look();
        if (late || finding.good()) {
          return finding;
        }
      }
      Thread.sleep(AGAIN);
    }
  }

  private boolean nothingInFlight() {
    return facts.tables().size() >= Shop.tables().size()
        && facts.tables().values().stream().allMatch(table -> table.getInFlight() == 0);
  }

  private Finding look() throws SQLException {
    List<TableTruth> truths = FullComparison.run(source, target);
    return finding(truths);
  }

  private Finding lookWithoutDatabases() {
    return finding(List.of());
  }

  private Finding finding(List<TableTruth> truths) {
    Map<String, Claim> claims =
        facts.tables().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> Claim.of(entry.getValue())));
    List<Injection> all = Stream.concat(done.stream(), earlier.stream()).toList();
    return new Finding(
        Score.of(done, earlier, facts.verdicts()),
        Audit.of(truths, claims, facts.verdicts(), all),
        claims);
  }

  private DemoOutcome outcome(
      long changes,
      Finding finding,
      long startedMillis,
      long memoryMb,
      Optional<String> incomplete,
      PendingSeries pending) {
    Score score = finding.score();
    List<String> complaints = new ArrayList<>(score.complaints());
    complaints.addAll(finding.audit().objections());
    complaints.addAll(unexplainedLosses());
    if (facts.overflowed()) {
      complaints.add("more verdicts than could be kept for scoring");
    }
    Map<String, Long> alerts = facts.alerts();
    DemoSummary summary =
        new DemoSummary(
            changes,
            applied(changes, finding.audit()),
            new DemoSummary.Lag(
                probe.percentileMillis(50),
                probe.percentileMillis(95),
                probe.percentileMillis(99),
                probe.maxMillis()),
            score.injected(),
            score.detected(),
            score.missed(),
            score.decoys(),
            score.falseAlarms(),
            detection(score.detectionMillis()),
            finding.claims().values().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .map(DemoSummary.Table::of)
                .toList(),
            new DemoSummary.Alerts(
                alerts.getOrDefault("critical", 0L),
                alerts.getOrDefault("warning", 0L),
                alerts.getOrDefault("info", 0L)),
            startedMillis,
            memoryMb);
    return new DemoOutcome(summary, complaints, incomplete, pending.points());
  }

  /** All of them, unless rows differ for no known reason or samples are still awaited. */
  private long applied(long changes, Audit audit) {
    return audit.passed()
        ? changes
        : Math.max(0, changes - Math.max(audit.unexplained(), probe.pending(changes)));
  }

  /** A sampled change that never arrived is only excused when the injector deleted its row. */
  private List<String> unexplainedLosses() {
    return probe.unseen().stream()
        .filter(
            sample ->
                Stream.concat(done.stream(), earlier.stream())
                    .noneMatch(
                        injection ->
                            injection.table().equals(source.name(sample.table()))
                                && injection.key().equals("id=" + sample.id())))
        .map(sample -> "never arrived: " + sample)
        .toList();
  }

  private static DemoSummary.Detection detection(List<Double> sorted) {
    return sorted.isEmpty()
        ? new DemoSummary.Detection(0, 0)
        : new DemoSummary.Detection(sorted.get((sorted.size() - 1) / 2), sorted.getLast());
  }
}
