package dev.lockstep.launcher.fight.court;

import dev.lockstep.launcher.fight.court.Finding.Fault;
import dev.lockstep.launcher.fight.plan.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** No critical alert without a cause, and no cause without its alert. */
final class AlertJudge {

  /**
   * As {@code alerts.silence} is set for a fight: longer than a burst takes under one marker, on a
   * busy machine, in which the topology says nothing.
   */
  static final Duration SILENCE = Duration.ofSeconds(40);

  /** What an alert may be late. */
  private static final Duration LATE = Duration.ofSeconds(25);

  /** From a round's beginning on, until all programs that it starts are at work. */
  private static final Duration STARTING = Duration.ofSeconds(30);

  /** A trouble explains an alert for this long after its end. */
  private static final Duration AFTERMATH = Duration.ofMinutes(2);

  /** Whoever was kept from working needs at most this many times as long to catch up. */
  private static final int CATCH_UP = 2;

  private static final Duration LAG_LIMIT = Duration.ofMinutes(10);
  private static final String OF_ROWS = "rows-";

  /** The alert that tells of each kind of harm. */
  private static final Map<Harm, String> CODES =
      Map.of(
          Harm.MISMATCHED, "rows-mismatched",
          Harm.MISSING_ON_TARGET, "rows-missing",
          Harm.EXTRA_ON_TARGET, "rows-extra");

  private final Evidence evidence;
  private final Examples examples;

  AlertJudge(Evidence evidence, Examples examples) {
    this.evidence = evidence;
    this.examples = examples;
  }

  void judge() {
    Set<String> told = new HashSet<>();
    for (Said said : evidence.said()) {
      if (said instanceof Said.OfAlert alert
          && alert.open()
          && alert.isCritical()
          && told.add(alert.code() + " " + alert.subject())
          && !hasCause(alert)) {
        causeless(alert, "");
      }
    }
    evidence.openAlerts().stream()
        .filter(Said.OfAlert::isCritical)
        .filter(alert -> !told.contains(alert.code() + " " + alert.subject()) || hasCause(alert))
        .filter(alert -> !isTrueAtTheEnd(alert))
        .forEach(alert -> causeless(alert, "open at the end, when all is well: "));
    silences();
    rows();
  }

  private void causeless(Said.OfAlert alert, String when) {
    examples.add(
        Fault.CAUSELESS_ALERT,
        alert.subject(),
        "%s%s at %s: %s".formatted(when, alert.code(), alert.seenAt(), alert.words()));
  }

  private boolean hasCause(Said.OfAlert alert) {
    Instant at = alert.seenAt();
    return switch (alert.code()) {
      case "silence" -> isTroubled(at.minus(SILENCE).minus(AFTERMATH), at);
      case "lag" -> behind(at).compareTo(LAG_LIMIT.minus(AFTERMATH)) >= 0;
      case "table-refused", "table-blocked" ->
          Stream.concat(
                  evidence.refused().stream(),
                  evidence.alterings().stream()
                      .filter(altering -> altering.touches(at.minus(AFTERMATH), at))
                      .map(Altering::table))
              .anyMatch(
                  table -> alert.subject().equals(table) || alert.subject().endsWith("/" + table));
      case "dead-letter" -> evidence.letters(alert.subject()).findAny().isPresent();
      default ->
          alert.code().startsWith(OF_ROWS)
              && (isHarmed(alert.subject(), at)
                  || evidence.letters(alert.subject()).findAny().isPresent());
    };
  }

  private boolean isHarmed(String table, Instant by) {
    return evidence.deeds().stream()
        .anyMatch(
            deed ->
                deed.harm().isPresent()
                    && deed.table().equals(table)
                    && !deed.begunAt().isAfter(by));
  }

  /** The page and the alerts' own program are in nobody's way. */
  private boolean isTroubled(Instant from, Instant to) {
    return evidence.troubles().stream()
        .filter(Trouble::isOutage)
        .filter(trouble -> trouble.part() != Part.CONSOLE && trouble.part() != Part.ALERTS)
        .anyMatch(trouble -> trouble.touches(from, to));
  }

  /**
   * How late anything can be at a time: as much as something was in the way until then, less what
   * could be caught up with since.
   */
  private Duration behind(Instant at) {
    List<Trouble> outages =
        evidence.troubles().stream()
            .filter(trouble -> trouble.isOutage() && trouble.from().isBefore(at))
            .sorted(Comparator.comparing(Trouble::from))
            .toList();
    Duration behind = Duration.ZERO;
    Instant seen = Instant.MIN;
    for (Trouble outage : outages) {
      Instant end = outage.to().filter(to -> to.isBefore(at)).orElse(at);
      Instant from = outage.from().isBefore(seen) ? seen : outage.from();
      if (from.isBefore(end)) {
        behind = caughtUp(behind, seen, from).plus(Duration.between(from, end));
        seen = end;
      }
    }
    return caughtUp(behind, seen, at);
  }

  private static Duration caughtUp(Duration behind, Instant from, Instant to) {
    if (!from.isBefore(to) || behind.isZero()) {
      return behind;
    }
    Duration left = behind.minus(Duration.between(from, to).dividedBy(CATCH_UP));
    return left.isNegative() ? Duration.ZERO : left;
  }

  private boolean isTrueAtTheEnd(Said.OfAlert alert) {
    return evidence.truths().stream()
        .filter(truth -> truth.table().equals(alert.subject()))
        .flatMap(truth -> truth.differences().values().stream())
        .anyMatch(difference -> alert.code().equals(CODES.get(difference.harm())));
  }

  /** Who compares or reads and is gone for long must have been missed. */
  private void silences() {
    for (Trouble trouble : evidence.troubles()) {
      Instant end = trouble.to().orElse(evidence.to());
      boolean silent =
          trouble.isOutage()
              && !trouble.what().equals(Trouble.START)
              && (trouble.part() == Part.STREAMS || trouble.part() == Part.PRODUCERS);
      Instant due = later(trouble.from(), evidence.from().plus(STARTING)).plus(SILENCE).plus(LATE);
      if (silent
          && !trouble.from().isBefore(evidence.from())
          && due.isBefore(end)
          && isWatched(trouble.from(), end)
          && said(due).stream().noneMatch(alert -> alert.code().equals("silence"))) {
        examples.add(
            Fault.MISSING_ALERT,
            "",
            "%s: %s from %s to %s, and no alert 'silence' by %s"
                .formatted(trouble.part().word(), trouble.what(), trouble.from(), end, due));
      }
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private List<Said.OfAlert> said(Instant by) {
    return evidence.said().stream()
        .filter(Said.OfAlert.class::isInstance)
        .map(Said.OfAlert.class::cast)
        .filter(alert -> !alert.seenAt().isAfter(by))
        .toList();
  }

  /** Whoever raises alerts was there, and had been for some time. */
  private boolean isWatched(Instant from, Instant to) {
    return evidence.troubles().stream()
        .filter(
            trouble ->
                trouble.part() == Part.ALERTS
                    || trouble.part() == Part.BROKER
                    || trouble.part() == Part.REGISTRY)
        .noneMatch(trouble -> trouble.touches(from.minus(AFTERMATH), to));
  }

  private void rows() {
    for (TableTruth truth : evidence.truths()) {
      if (evidence.excused().contains(truth.table())) {
        continue;
      }
      for (Map.Entry<Harm, String> code : CODES.entrySet()) {
        boolean there =
            truth.differences().values().stream()
                .anyMatch(difference -> difference.harm() == code.getKey());
        boolean said =
            evidence.openAlerts().stream()
                .anyMatch(
                    alert ->
                        alert.code().equals(code.getValue())
                            && alert.subject().equals(truth.table()));
        if (there && !said) {
          examples.add(
              Fault.MISSING_ALERT,
              truth.table(),
              code.getKey() + " rows at the end, and no alert '" + code.getValue() + "' is open");
        }
      }
    }
  }
}
