package dev.lockstep.console.view;

import dev.lockstep.console.view.Judgement.Figures;
import dev.lockstep.console.view.Judgement.Level;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Turns what the view holds into one answer. Pure: the same facts at the same time give the same
 * answer. Every finding is kept as a reason; the gravest gives the headline.
 */
final class Judge {

  /** Markers come each second when nothing else does, so this much silence is trouble. */
  static final Duration STALE_AFTER = Duration.ofSeconds(15);

  /** Kafka is asked more often than this. */
  static final Duration UNANSWERED_AFTER = Duration.ofSeconds(15);

  private final Duration behindAfter;

  private record Finding(Level level, String sentence) {}

  Judge(Duration behindAfter) {
    this.behindAfter = behindAfter;
  }

  Judgement judge(
      List<Entry<TableStatus>> tables,
      List<Entry<ComponentStatus>> components,
      List<LagSeries> lag,
      ReaderStatus reader,
      Instant now) {
    Figures figures = FigureSums.of(tables, lag, now);
    List<Finding> findings = new ArrayList<>();
    wrongRows(tables, figures, findings);
    copying(tables, findings);
    tables.forEach(entry -> ofTable(entry.fact(), now, findings));
    components.forEach(entry -> ofComponent(entry.fact(), findings));
    ofReader(reader, tables.isEmpty(), now, findings);
    findings.sort(Comparator.comparing(Finding::level));
    if (findings.isEmpty()) {
      return new Judgement(Level.IN_LOCKSTEP, Sentences.inLockstep(figures), List.of(), figures);
    }
    Finding first = findings.getFirst();
    List<String> reasons = findings.stream().skip(1).map(Finding::sentence).distinct().toList();
    return new Judgement(first.level, first.sentence, reasons, figures);
  }

  private static void wrongRows(
      List<Entry<TableStatus>> tables, Figures figures, List<Finding> findings) {
    List<TableStatus> wrong =
        tables.stream().map(Entry::fact).filter(table -> FigureSums.wrongRows(table) > 0).toList();
    if (wrong.isEmpty()) {
      return;
    }
    List<String> names = wrong.stream().map(TableStatus::getTable).toList();
    findings.add(new Finding(Level.WRONG, Sentences.wrongRows(figures.wrongRows(), names)));
    if (wrong.size() > 1) {
      wrong.forEach(table -> findings.add(new Finding(Level.WRONG, Sentences.wrongIn(table))));
    }
    if (tables.stream().allMatch(entry -> isExplained(entry.fact()))) {
      findings.add(
          new Finding(
              Level.WRONG,
              "All other rows are equal: the running digests differ by exactly the open verdicts"));
    }
  }

  private static boolean isExplained(TableStatus table) {
    return table.getPhase() == TablePhase.FOLLOWING && table.getResidualZero();
  }

  private static void copying(List<Entry<TableStatus>> tables, List<Finding> findings) {
    long done =
        tables.stream().filter(entry -> entry.fact().getPhase() == TablePhase.FOLLOWING).count();
    boolean underWay =
        tables.stream()
            .map(entry -> entry.fact().getPhase())
            .anyMatch(phase -> phase == TablePhase.LOADING || phase == TablePhase.WAITING);
    if (underWay) {
      findings.add(
          new Finding(
              Level.LOADING,
              "Copying: %d of %s done".formatted(done, Sentences.count(tables.size(), "table"))));
    }
  }

  private void ofTable(TableStatus table, Instant now, List<Finding> findings) {
    String name = table.getTable();
    TablePhase phase = table.getPhase();
    if (phase == TablePhase.BLOCKED) {
      String why = table.getProblem() == null ? "" : ": " + table.getProblem();
      findings.add(new Finding(Level.BLOCKED, name + " cannot be judged" + why));
      return;
    }
    if (table.getInconclusive() > 0) {
      findings.add(
          new Finding(Level.BLOCKED, Sentences.inconclusive(table.getInconclusive(), name)));
    }
    switch (phase) {
      case WAITING -> findings.add(new Finding(Level.LOADING, name + " waits for its first rows"));
      case LOADING -> findings.add(new Finding(Level.LOADING, Sentences.loading(table)));
      case ALTERING -> findings.add(new Finding(Level.LOADING, Sentences.altering(table)));
      case FOLLOWING -> following(table, now, findings);
      case BLOCKED -> throw new IllegalStateException("answered above");
    }
  }

  private void following(TableStatus table, Instant now, List<Finding> findings) {
    String name = table.getTable();
    if (!table.getResidualZero()) {
      findings.add(new Finding(Level.WRONG, name + " differs in a way that no known row explains"));
    } else if (!table.getEqual() && FigureSums.openOf(table) == 0) {
      findings.add(new Finding(Level.WRONG, name + " is not equal"));
    }
    Instant newest = table.getMarkedAt() == null ? table.getAt() : table.getMarkedAt();
    Duration silence = Duration.between(newest, now);
    if (silence.compareTo(STALE_AFTER) > 0) {
      findings.add(
          new Finding(Level.STALE, "No news of " + name + " for " + Sentences.duration(silence)));
    }
    if (table.getOldestInFlightAt() != null) {
      Duration behind = Duration.between(table.getOldestInFlightAt(), now);
      if (behind.compareTo(behindAfter) > 0) {
        findings.add(
            new Finding(Level.BEHIND, name + " is " + Sentences.duration(behind) + " behind"));
      }
    }
  }

  private static void ofComponent(ComponentStatus component, List<Finding> findings) {
    ComponentState state = component.getState();
    if (state == ComponentState.FAILED || state == ComponentState.REFUSED) {
      findings.add(new Finding(Level.BLOCKED, Sentences.component(component)));
    } else if (state == ComponentState.RETRYING) {
      findings.add(new Finding(Level.STALE, Sentences.component(component)));
    }
  }

  private static void ofReader(
      ReaderStatus reader, boolean nothingKnown, Instant now, List<Finding> findings) {
    boolean unanswered =
        reader
            .answeredAt()
            .map(at -> Duration.between(at, now).compareTo(UNANSWERED_AFTER) > 0)
            .orElse(reader.problem().isPresent());
    boolean standsStill =
        !reader.caughtUp() && reader.unreadable() == 0 && reader.problem().isPresent();
    if (unanswered || standsStill) {
      findings.add(
          new Finding(Level.STALE, reader.problem().orElse("Kafka does not answer the console")));
    } else if (!reader.missingTopics().isEmpty()) {
      findings.add(
          new Finding(
              Level.WAITING,
              "Waiting for the pipeline to create its topics: "
                  + String.join(", ", reader.missingTopics())));
    } else if (!reader.caughtUp()) {
      findings.add(new Finding(Level.WAITING, Sentences.reading(reader.behind())));
    } else if (nothingKnown) {
      findings.add(new Finding(Level.WAITING, "Waiting for the first word of any table"));
    }
    if (reader.unreadable() > 0) {
      findings.add(
          new Finding(
              Level.BLOCKED,
              reader.unreadable()
                  + " records could not be read by the console"
                  + reader.problem().map(problem -> ": " + problem).orElse("")));
    }
  }
}
