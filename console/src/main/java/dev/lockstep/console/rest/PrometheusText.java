package dev.lockstep.console.rest;

import dev.lockstep.console.answer.Judgement;
import dev.lockstep.console.answer.TableStanding;
import dev.lockstep.console.fact.SeriesList;
import dev.lockstep.console.fact.SeriesList.Series;
import dev.lockstep.console.kind.AlertFacts;
import dev.lockstep.console.kind.ComponentFacts;
import dev.lockstep.console.kind.DeadLetterFacts;
import dev.lockstep.console.kind.LagFacts;
import dev.lockstep.console.kind.TableFacts;
import dev.lockstep.console.view.Snapshot;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.TableLag;
import dev.lockstep.schema.event.TableStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The figures of each table in Prometheus' text format. By hand, and not a library's registry of
 * meters: nothing is counted here, what the topics say now is printed.
 */
final class PrometheusText {

  private final StringBuilder out = new StringBuilder(2_048);

  private PrometheusText() {}

  static String of(Snapshot snapshot) {
    PrometheusText text = new PrometheusText();
    text.answer(snapshot);
    text.tables(snapshot.of(TableFacts.class).facts());
    text.lag(snapshot.of(LagFacts.class));
    text.head("lockstep_open_alerts", "gauge", "Open alerts.");
    text.single("lockstep_open_alerts", snapshot.of(AlertFacts.class).open().size());
    text.head("lockstep_dead_letters", "gauge", "Dead letters seen.");
    text.single("lockstep_dead_letters", snapshot.of(DeadLetterFacts.class).seen());
    return text.out.toString();
  }

  /** The headline, and how each table stands that a flow includes. */
  private void answer(Snapshot snapshot) {
    Judgement judgement = snapshot.judgement();
    head("lockstep_in_lockstep", "gauge", "1 while every included table is equal as of now.");
    single("lockstep_in_lockstep", judgement.inLockstep() ? 1 : 0);
    head("lockstep_equal", "gauge", "1 when both sides are equal as of a moment ago.");
    for (TableStanding standing : judgement.standings()) {
      long equal = standing.state() == TableStanding.State.EQUAL ? 1 : 0;
      sample("lockstep_equal", labels(standing.flow(), standing.table()), equal);
    }
    head("lockstep_confirmed_age_millis", "gauge", "How old the claim about a table is.");
    for (TableStatus table : snapshot.of(TableFacts.class).facts()) {
      Instant confirmedTo = table.getConfirmedTo();
      if (confirmedTo != null) {
        sample(
            "lockstep_confirmed_age_millis",
            labels(table.getFlow(), table.getTable()),
            Duration.between(confirmedTo, snapshot.at()).toMillis());
      }
    }
    head("lockstep_capture_behind_millis", "gauge", "How far a capture is behind its log.");
    for (ComponentStatus status : snapshot.of(ComponentFacts.class).facts()) {
      Long behindMillis = status.getBehindMillis();
      if (behindMillis != null && status.getTable().isEmpty()) {
        sample(
            "lockstep_capture_behind_millis",
            "endpoint=\"" + escape(status.getSubject()) + '"',
            behindMillis);
      }
    }
  }

  private void tables(List<TableStatus> tables) {
    family("source_rows", "gauge", "Rows of the source.", tables, TableStatus::getSourceRows);
    family("target_rows", "gauge", "Rows of the target.", tables, TableStatus::getTargetRows);
    family("in_flight", "gauge", "Changes not confirmed yet.", tables, TableStatus::getInFlight);
    family("confirmed_total", "counter", "Confirmed changes.", tables, TableStatus::getConfirmed);
    family(
        "residual_zero",
        "gauge",
        "1 when open verdicts explain every difference.",
        tables,
        t -> t.getResidualZero() ? 1 : 0);
    head("lockstep_open_verdicts", "gauge", "Open verdicts by kind.");
    for (TableStatus table : tables) {
      kind(table, "mismatched", table.getOpenMismatched());
      kind(table, "missing_on_target", table.getOpenMissing());
      kind(table, "extra_on_target", table.getOpenExtra());
      kind(table, "changed_outside_log", table.getOpenOutsideLog());
      kind(table, "inconclusive", table.getInconclusive());
    }
  }

  private void kind(TableStatus table, String kind, long value) {
    sample(
        "lockstep_open_verdicts",
        labels(table.getFlow(), table.getTable()) + ",kind=\"" + kind + '"',
        value);
  }

  private void family(
      String name,
      String type,
      String help,
      List<TableStatus> tables,
      ToLongFunction<TableStatus> value) {
    head("lockstep_" + name, type, help);
    for (TableStatus table : tables) {
      sample(
          "lockstep_" + name, labels(table.getFlow(), table.getTable()), value.applyAsLong(table));
    }
  }

  private void lag(SeriesList<TableLag> lag) {
    head("lockstep_lag_millis", "gauge", "Lag in the newest window, by quantile.");
    for (Series<TableLag> series : lag.all()) {
      TableLag newest = series.newest();
      String labels = labels(newest.getFlow(), newest.getTable());
      sample("lockstep_lag_millis", labels + ",quantile=\"0.5\"", newest.getP50Millis());
      sample("lockstep_lag_millis", labels + ",quantile=\"0.95\"", newest.getP95Millis());
      sample("lockstep_lag_millis", labels + ",quantile=\"0.99\"", newest.getP99Millis());
      sample("lockstep_lag_millis", labels + ",quantile=\"1\"", newest.getMaxMillis());
    }
  }

  private void head(String name, String type, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private void single(String name, long value) {
    out.append(name).append(' ').append(value).append('\n');
  }

  private void sample(String name, String labels, long value) {
    out.append(name).append('{').append(labels).append("} ").append(value).append('\n');
  }

  private static String labels(String flow, String table) {
    return "flow=\"" + escape(flow) + "\",table=\"" + escape(table) + '"';
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
