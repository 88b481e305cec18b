package dev.lockstep.console.view;

import dev.lockstep.console.judge.AnswerJudge;
import dev.lockstep.console.judge.Bounds;
import dev.lockstep.console.judge.Known;
import dev.lockstep.console.judge.ReaderStatus;
import dev.lockstep.console.view.Removal.Section;
import dev.lockstep.flow.Flow;
import dev.lockstep.schema.event.Alert;
import dev.lockstep.schema.event.AlertState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.DeadLetter;
import dev.lockstep.schema.event.TableLag;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.event.VerdictState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The view as facts build it up: the newest status of every table and component, open and recent
 * verdicts and alerts, lag of the last minutes.
 *
 * <p>Invariants: (1) every list is within {@link ViewBounds}; (2) a fact never replaces a newer one
 * of the same id, so reading twice or out of order changes nothing; (3) whatever changes raises the
 * revision.
 *
 * <p>One thread folds and takes snapshots; snapshots may be read by all. Nothing survives a crash:
 * the topics are read again.
 */
public final class ConsoleView {

  /** What a client may have missed and still be told as a difference. */
  private static final int MAX_REMOVALS = 4_096;

  private final List<Flow> flows;
  private final AnswerJudge judge;
  private final Shelf<TableStatus> tables;
  private final Shelf<Verdict> openVerdicts;
  private final Shelf<Verdict> closedVerdicts;
  private final Shelf<Alert> openAlerts;
  private final Shelf<Alert> resolvedAlerts;
  private final Shelf<ComponentStatus> components;
  private final Shelf<DeadLetter> deadLetters;
  private final LagHistory lag;
  private final Deque<Removal> removals = new ArrayDeque<>();
  private long removalsSince;
  private long revision;
  private long deadLettersSeen;

  /** A view of flows within bounds; alerts would call a table late after so long. */
  public ConsoleView(Collection<Flow> flows, ViewBounds bounds, Duration lagWarning) {
    this.flows = List.copyOf(flows);
    judge = new AnswerJudge(Bounds.of(lagWarning));
    tables = shelf(bounds.tables(), Section.TABLES);
    openVerdicts = shelf(bounds.openVerdicts(), Section.VERDICTS);
    closedVerdicts = shelf(bounds.closedVerdicts(), Section.VERDICTS);
    openAlerts = shelf(bounds.openAlerts(), Section.ALERTS);
    resolvedAlerts = shelf(bounds.resolvedAlerts(), Section.ALERTS);
    components = shelf(bounds.components(), Section.COMPONENTS);
    deadLetters = shelf(bounds.deadLetters(), Section.DEAD_LETTERS);
    lag = new LagHistory(bounds);
  }

  /** How a table of a flow is called in the view. */
  public static String tableId(String flow, String table) {
    return flow + "/" + table;
  }

  /** How a component's status is called in the view. */
  public static String componentId(String program, String subject, String table) {
    return program + "/" + subject + "/" + table;
  }

  public void table(TableStatus status) {
    tables.put(tableId(status.getFlow(), status.getTable()), ++revision, status);
  }

  public void tableGone(String flow, String table) {
    String id = tableId(flow, table);
    if (tables.remove(id)) {
      removed(Section.TABLES, id);
    }
    lag.remove(id);
  }

  public void lag(TableLag window) {
    lag.add(++revision, window);
  }

  public void verdict(Verdict verdict) {
    String id = verdict.getId();
    int known =
        openVerdicts
            .fact(id)
            .or(() -> closedVerdicts.fact(id))
            .map(Verdict::getRevision)
            .orElse(Integer.MIN_VALUE);
    if (verdict.getRevision() < known) {
      return;
    }
    boolean open = verdict.getState() == VerdictState.OPEN;
    (open ? closedVerdicts : openVerdicts).remove(id);
    (open ? openVerdicts : closedVerdicts).put(id, ++revision, verdict);
  }

  public void alert(Alert alert) {
    String id = alert.getId();
    Instant known =
        openAlerts.fact(id).or(() -> resolvedAlerts.fact(id)).map(Alert::getAt).orElse(Instant.MIN);
    if (alert.getAt().isBefore(known)) {
      return;
    }
    boolean open = alert.getState() == AlertState.OPENED;
    (open ? resolvedAlerts : openAlerts).remove(id);
    (open ? openAlerts : resolvedAlerts).put(id, ++revision, alert);
  }

  /** The current state no longer knows it; what was resolved stays as history. */
  public void alertGone(String id) {
    if (openAlerts.remove(id)) {
      removed(Section.ALERTS, id);
    }
  }

  public void component(ComponentStatus status) {
    String id = componentId(status.getProgram(), status.getSubject(), status.getTable());
    components.put(id, ++revision, status);
  }

  public void componentGone(String program, String subject, String table) {
    String id = componentId(program, subject, table);
    if (components.remove(id)) {
      removed(Section.COMPONENTS, id);
    }
  }

  public void deadLetter(DeadLetter letter) {
    if (deadLetters.fact(letter.getId()).isEmpty()) {
      deadLettersSeen++;
    }
    deadLetters.put(letter.getId(), ++revision, letter);
  }

  public long revision() {
    return revision;
  }

  /** An immutable picture, judged as of now. */
  public Snapshot snapshot(ReaderStatus reader, Instant now) {
    List<Entry<TableStatus>> sorted =
        tables.entries().stream().sorted(Comparator.comparing(Entry::id)).toList();
    List<LagSeries> series = lag.series();
    return new Snapshot(
        revision,
        removalsSince,
        now,
        reader,
        judge.judge(known(sorted, series, reader, now), now),
        sorted,
        openVerdicts.entries(),
        closedVerdicts.entries(),
        openAlerts.entries(),
        resolvedAlerts.entries(),
        components.entries(),
        deadLetters.entries(),
        deadLettersSeen,
        series,
        List.copyOf(removals));
  }

  private Known known(
      List<Entry<TableStatus>> sorted, List<LagSeries> series, ReaderStatus reader, Instant now) {
    return new Known(
        flows,
        sorted.stream().map(Entry::fact).toList(),
        components.entries().stream().map(Entry::fact).toList(),
        tables.evicted() + components.evicted(),
        FigureSums.of(sorted, series, now),
        reader);
  }

  private <T> Shelf<T> shelf(int bound, Section section) {
    return new Shelf<>(bound, id -> removed(section, id));
  }

  private void removed(Section section, String id) {
    removals.addLast(new Removal(++revision, section, id));
    if (removals.size() > MAX_REMOVALS) {
      removalsSince = removals.removeFirst().revision();
    }
  }
}
