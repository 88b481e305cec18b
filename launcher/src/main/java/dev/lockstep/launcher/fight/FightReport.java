package dev.lockstep.launcher.fight;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.launcher.fight.court.Finding;
import dev.lockstep.launcher.fight.court.Finding.Fault;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What came of a fight; as JSON, exactly these fields.
 *
 * @param rounds one line for each round
 * @param events how many there were of each kind in the record
 * @param alerts how often each was opened, by severity and name
 * @param record where every event is told
 */
public record FightReport(
    long seed,
    long millis,
    List<RoundLine> rounds,
    Map<String, Long> events,
    long statements,
    Verdicts verdicts,
    Map<String, Long> alerts,
    long alertsWithoutCause,
    List<FaultLine> findings,
    String record) {

  private static final Set<Fault> MADE_UP = Set.of(Fault.FALSE_ALARM, Fault.PASSING_FALSE_ALARM);

  public FightReport {
    rounds = List.copyOf(rounds);
    events = Map.copyOf(events);
    alerts = Map.copyOf(alerts);
    findings = List.copyOf(findings);
  }

  /** One round, and how long it took to come to rest afterwards. */
  public record RoundLine(int number, String theme, long restMillis, long findings) {}

  /** What was said of rows. */
  public record Verdicts(long opened, long closed, long right, long madeUp, long missed) {}

  /** A finding and the round that it was made in. */
  public record FaultLine(int round, String fault, String table, long count, String words) {

    static FaultLine of(int round, Finding finding) {
      return new FaultLine(
          round, finding.fault().name(), finding.table(), finding.count(), finding.words());
    }
  }

  static Verdicts verdicts(long opened, long closed, List<FaultLine> findings) {
    long madeUp =
        findings.stream()
            .filter(line -> MADE_UP.contains(Fault.valueOf(line.fault())))
            .mapToLong(FaultLine::count)
            .sum();
    return new Verdicts(
        opened, closed, Math.max(0, opened - madeUp), madeUp, count(findings, Fault.MISSED));
  }

  static long count(List<FaultLine> findings, Fault fault) {
    return findings.stream()
        .filter(line -> line.fault().equals(fault.name()))
        .mapToLong(FaultLine::count)
        .sum();
  }

  /** Nothing lost, missed or made up. */
  public boolean isRight() {
    return findings.isEmpty();
  }

  /** One JSON object on one line. */
  public String json() {
    try {
      return new ObjectMapper().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A report is plain data", e);
    }
  }

  /** The same for a person. */
  public String prose() {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "Seed %d: %d rounds in %,d s, %,d statements.",
        seed,
        rounds.size(),
        millis / 1000,
        statements);
    for (RoundLine round : rounds) {
      line(
          text,
          "  round %d %-12s at rest after %.1f s, %s",
          round.number(),
          round.theme(),
          round.restMillis() / 1000.0,
          round.findings() == 0 ? "all true" : round.findings() + " kinds of faults");
    }
    line(text, "Events: %s", events);
    line(
        text,
        "Verdicts: %d opened, %d closed; %d right, %d made up, %d missed.",
        verdicts.opened(),
        verdicts.closed(),
        verdicts.right(),
        verdicts.madeUp(),
        verdicts.missed());
    line(text, "Alerts: %s, without cause: %d", alerts, alertsWithoutCause);
    for (FaultLine finding : findings) {
      line(
          text,
          "FAULT in round %d: %s %s (%d): %s",
          finding.round(),
          finding.fault(),
          finding.table(),
          finding.count(),
          finding.words());
    }
    line(
        text,
        "%s The record: %s",
        isRight() ? "Nothing lost, missed or made up." : "Wrong.",
        record);
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
