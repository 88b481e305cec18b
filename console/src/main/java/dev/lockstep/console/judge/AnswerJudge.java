package dev.lockstep.console.judge;

import dev.lockstep.console.answer.Judgement;
import dev.lockstep.console.answer.Judgement.Claim;
import dev.lockstep.console.answer.Judgement.Figures;
import dev.lockstep.console.answer.Judgement.Level;
import dev.lockstep.console.answer.TableStanding;
import dev.lockstep.console.answer.TableStanding.State;
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
 * answer. Every objection is kept as a reason; the gravest gives the headline.
 *
 * <p>"In lockstep" is what is left when nothing speaks against it. It takes: (1) each flow has
 * tables; (2) each table that a flow includes, by word of the comparison or of the source's
 * capture, is compared, equal, and as of a moment ago; (3) no program refuses, retries or re-reads
 * one of them; (4) each capture runs, has said so just now, and knows that it is near the end of
 * its log; (5) all that the topics hold has been read. What is not known speaks against it.
 */
public final class AnswerJudge {

  private final Bounds bounds;

  public AnswerJudge(Bounds bounds) {
    this.bounds = bounds;
  }

  /** The answer as of a time. */
  public Judgement judge(Known known, Instant now) {
    CaptureStatuses captures = new CaptureStatuses(known.components());
    List<Objection> objections = new ArrayList<>();
    Map<String, TableStatus> statuses = byId(known.tables());
    List<TableStanding> said = new ArrayList<>();
    List<TableStanding> standings = standings(known, captures, statuses, now, said);
    long equal = standings.stream().filter(standing -> standing.is(State.EQUAL)).count();
    long included = standings.stream().filter(standing -> !standing.is(State.LEFT_OUT)).count();
    long underRule =
        standings.stream()
            .filter(standing -> standing.is(State.EQUAL) && isUnderRule(statuses, standing))
            .count();
    Figures figures = known.figures().of((int) included, (int) equal, (int) underRule);
    TableObjections.add(said, known.tables(), figures, objections);
    withoutTables(known, standings, objections);
    objections.addAll(ofCaptures(known, captures, now));
    known.components().forEach(status -> ofProgram(status, objections));
    ReaderRules.add(known, standings.isEmpty(), now, objections);
    objections.sort(Comparator.comparing(Objection::level).thenComparing(Objection::isConsequence));
    Optional<Claim> claim = EqualAsOf.of(standings, statuses, now);
    if (objections.isEmpty()) {
      return new Judgement(
          Level.IN_LOCKSTEP, Sentences.inLockstep(figures), List.of(), claim, standings, figures);
    }
    Objection first = objections.getFirst();
    String headline =
        first.besideEquals() && equal > 0
            ? Sentences.beside(equal, first.sentence())
            : first.sentence();
    return new Judgement(first.level(), headline, reasons(objections), claim, standings, figures);
  }

  private static boolean isUnderRule(Map<String, TableStatus> statuses, TableStanding standing) {
    TableStatus status = statuses.get(standing.id());
    return status != null && status.getUnderRule() != null;
  }

  private List<TableStanding> standings(
      Known known,
      CaptureStatuses captures,
      Map<String, TableStatus> statuses,
      Instant now,
      List<TableStanding> said) {
    Map<String, Set<String>> spokenOf = new HashMap<>();
    known
        .tables()
        .forEach(
            status ->
                spokenOf
                    .computeIfAbsent(status.getFlow(), flow -> new TreeSet<>())
                    .add(status.getTable()));
    List<TableStanding> standings = new ArrayList<>();
    for (Flow flow : known.flows()) {
      Set<String> tables = new TreeSet<>(captures.included(flow).keySet());
      tables.addAll(spokenOf.getOrDefault(flow.name(), Set.of()));
      for (String table : tables) {
        Optional<TableStatus> status =
            Optional.ofNullable(statuses.get(TableStanding.id(flow.name(), table)));
        List<TableStanding> all =
            new StandingRules(flow, table, status, captures, now, bounds).standings();
        standings.add(all.getFirst());
        said.addAll(all);
      }
    }
    standings.sort(Comparator.comparing(TableStanding::state));
    return standings;
  }

  private List<Objection> ofCaptures(Known known, CaptureStatuses captures, Instant now) {
    List<Objection> objections = new ArrayList<>();
    for (String endpoint : endpoints(known)) {
      CaptureRules.objection(endpoint, captures.endpoint(endpoint), now, bounds)
          .ifPresent(objections::add);
    }
    return objections;
  }

  private static void withoutTables(
      Known known, List<TableStanding> standings, List<Objection> objections) {
    Set<String> flows = new HashSet<>();
    standings.stream()
        .filter(standing -> !standing.is(State.LEFT_OUT))
        .forEach(standing -> flows.add(standing.flow()));
    for (Flow flow : known.flows()) {
      if (!flows.contains(flow.name())) {
        objections.add(
            Objection.ofSome(
                Level.WAITING,
                "Flow %s has no tables: nothing at %s is known to match its tables.include"
                    .formatted(flow.name(), flow.source())));
      }
    }
  }

  private static Map<String, TableStatus> byId(List<TableStatus> tables) {
    Map<String, TableStatus> statuses = new HashMap<>();
    tables.forEach(
        status -> statuses.put(TableStanding.id(status.getFlow(), status.getTable()), status));
    return statuses;
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

  /** What is said of captures and of tables is in their own objections. */
  private static void ofProgram(ComponentStatus status, List<Objection> objections) {
    if (status.getProgram().equals(CaptureStatuses.PRODUCERS) || !status.getTable().isEmpty()) {
      return;
    }
    ComponentState state = status.getState();
    if (state == ComponentState.FAILED || state == ComponentState.REFUSED) {
      objections.add(Objection.ofSome(Level.BLOCKED, Sentences.component(status)));
    } else if (state == ComponentState.RETRYING) {
      objections.add(Objection.ofSome(Level.STALE, Sentences.component(status)));
    }
  }

  private static List<String> reasons(List<Objection> objections) {
    List<String> reasons = objections.stream().skip(1).map(Objection::sentence).distinct().toList();
    if (reasons.size() <= Judgement.MOST_REASONS) {
      return reasons;
    }
    List<String> capped = new ArrayList<>(reasons.subList(0, Judgement.MOST_REASONS - 1));
    capped.add("and %,d more".formatted(reasons.size() - capped.size()));
    return capped;
  }
}
