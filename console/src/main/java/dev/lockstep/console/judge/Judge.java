package dev.lockstep.console.judge;

import dev.lockstep.console.judge.Judgement.Claim;
import dev.lockstep.console.judge.Judgement.Figures;
import dev.lockstep.console.judge.Judgement.Level;
import dev.lockstep.console.judge.Standing.State;
import dev.lockstep.flow.Flow;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.TableStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Turns all that is known into one answer. Pure: the same facts at the same time give the same
 * answer. Every finding is kept as a reason; the gravest gives the headline.
 *
 * <p>"In lockstep" is what is left when nothing speaks against it. It takes: (1) each flow has
 * tables; (2) each table that a flow includes, by word of the comparison or of the source's
 * capture, is compared, equal, and as of a moment ago; (3) no program refuses, retries or re-reads
 * one of them; (4) each capture runs, has said so just now, and knows that it is near the end of
 * its log; (5) all that the topics hold has been read. What is not known speaks against it.
 */
public final class Judge {

  private final Bounds bounds;

  public Judge(Bounds bounds) {
    this.bounds = bounds;
  }

  /** The answer as of a time. */
  public Judgement judge(Known known, Instant now) {
    Captures captures = new Captures(known.components());
    List<Finding> findings = new ArrayList<>();
    Map<String, TableStatus> statuses = byId(known.tables());
    List<Standing> said = new ArrayList<>();
    List<Standing> standings = standings(known, captures, statuses, now, said);
    long equal = standings.stream().filter(standing -> standing.is(State.EQUAL)).count();
    long included = standings.stream().filter(standing -> !standing.is(State.LEFT_OUT)).count();
    Figures figures = known.figures().of((int) included, (int) equal);
    StandingFindings.add(said, known.tables(), figures, findings);
    withoutTables(known, standings, findings);
    findings.addAll(ofCaptures(known, captures, now));
    known.components().forEach(status -> ofProgram(status, findings));
    ReaderRules.add(known, standings.isEmpty(), now, findings);
    findings.sort(Comparator.comparing(Finding::level).thenComparing(Finding::isConsequence));
    Optional<Claim> claim = Claims.of(standings, statuses, now);
    if (findings.isEmpty()) {
      return new Judgement(
          Level.IN_LOCKSTEP, Sentences.inLockstep(figures), List.of(), claim, standings, figures);
    }
    Finding first = findings.getFirst();
    String headline =
        first.besideEquals() && equal > 0
            ? Sentences.beside(equal, first.sentence())
            : first.sentence();
    return new Judgement(first.level(), headline, reasons(findings), claim, standings, figures);
  }

  private List<Standing> standings(
      Known known,
      Captures captures,
      Map<String, TableStatus> statuses,
      Instant now,
      List<Standing> said) {
    Map<String, Set<String>> spokenOf = new HashMap<>();
    known
        .tables()
        .forEach(
            status ->
                spokenOf
                    .computeIfAbsent(status.getFlow(), flow -> new TreeSet<>())
                    .add(status.getTable()));
    List<Standing> standings = new ArrayList<>();
    for (Flow flow : known.flows()) {
      Set<String> tables = new TreeSet<>(captures.included(flow).keySet());
      tables.addAll(spokenOf.getOrDefault(flow.name(), Set.of()));
      for (String table : tables) {
        Optional<TableStatus> status = Optional.ofNullable(statuses.get(id(flow.name(), table)));
        List<Standing> all = new TableRules(flow, table, status, captures, now, bounds).standings();
        standings.add(all.getFirst());
        said.addAll(all);
      }
    }
    standings.sort(Comparator.comparing(Standing::state));
    return standings;
  }

  private List<Finding> ofCaptures(Known known, Captures captures, Instant now) {
    List<Finding> findings = new ArrayList<>();
    for (String endpoint : endpoints(known)) {
      CaptureRules.finding(endpoint, captures.endpoint(endpoint), now, bounds)
          .ifPresent(findings::add);
    }
    return findings;
  }

  private static void withoutTables(Known known, List<Standing> standings, List<Finding> findings) {
    Set<String> flows = new HashSet<>();
    standings.stream()
        .filter(standing -> !standing.is(State.LEFT_OUT))
        .forEach(standing -> flows.add(standing.flow()));
    for (Flow flow : known.flows()) {
      if (!flows.contains(flow.name())) {
        findings.add(
            Finding.ofSome(
                Level.WAITING,
                "Flow %s has no tables: nothing at %s is known to match its tables.include"
                    .formatted(flow.name(), flow.source())));
      }
    }
  }

  private static Map<String, TableStatus> byId(List<TableStatus> tables) {
    Map<String, TableStatus> statuses = new HashMap<>();
    tables.forEach(status -> statuses.put(id(status.getFlow(), status.getTable()), status));
    return statuses;
  }

  static String id(String flow, String table) {
    return flow + "/" + table;
  }

  private static Set<String> endpoints(Known known) {
    Set<String> endpoints = new TreeSet<>();
    known
        .flows()
        .forEach(
            flow -> {
              endpoints.add(flow.source());
              endpoints.add(flow.target());
            });
    return endpoints;
  }

  /** What is said of captures and of tables is in their own findings. */
  private static void ofProgram(ComponentStatus status, List<Finding> findings) {
    if (status.getProgram().equals(Captures.PRODUCERS) || !status.getTable().isEmpty()) {
      return;
    }
    ComponentState state = status.getState();
    if (state == ComponentState.FAILED || state == ComponentState.REFUSED) {
      findings.add(Finding.ofSome(Level.BLOCKED, Sentences.component(status)));
    } else if (state == ComponentState.RETRYING) {
      findings.add(Finding.ofSome(Level.STALE, Sentences.component(status)));
    }
  }

  private static List<String> reasons(List<Finding> findings) {
    List<String> reasons = findings.stream().skip(1).map(Finding::sentence).distinct().toList();
    if (reasons.size() <= Judgement.MOST_REASONS) {
      return reasons;
    }
    List<String> capped = new ArrayList<>(reasons.subList(0, Judgement.MOST_REASONS - 1));
    capped.add("and %,d more".formatted(reasons.size() - capped.size()));
    return capped;
  }
}
