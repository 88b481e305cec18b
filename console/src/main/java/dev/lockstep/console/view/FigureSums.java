package dev.lockstep.console.view;

import dev.lockstep.console.answer.Judgement.Figures;
import dev.lockstep.console.fact.Entry;
import dev.lockstep.console.fact.SeriesList;
import dev.lockstep.console.fact.SeriesList.Series;
import dev.lockstep.console.judge.OpenRows;
import dev.lockstep.schema.event.TableLag;
import dev.lockstep.schema.event.TableStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Sums over tables and recent lag windows; how many tables are equal only the judge can tell. */
final class FigureSums {

  /** Windows that ended longer ago say nothing of now. */
  private static final Duration RECENT = Duration.ofSeconds(10);

  private FigureSums() {}

  static Figures of(List<TableStatus> tables, SeriesList<TableLag> lag, Instant now) {
    long sourceRows = 0;
    long targetRows = 0;
    long wrong = 0;
    long inconclusive = 0;
    long inFlight = 0;
    long confirmed = 0;
    for (TableStatus table : tables) {
      sourceRows += table.getSourceRows();
      targetRows += table.getTargetRows();
      wrong += OpenRows.wrong(table);
      inconclusive += table.getInconclusive();
      inFlight += table.getInFlight();
      confirmed += table.getConfirmed();
    }
    Pace pace = Pace.of(lag, now);
    return new Figures(
        tables.size(),
        0,
        0,
        sourceRows,
        targetRows,
        wrong,
        inconclusive,
        inFlight,
        confirmed,
        pace.changesPerSecond,
        pace.lagMillis,
        pace.uncertaintyMillis);
  }

  private record Pace(double changesPerSecond, long lagMillis, long uncertaintyMillis) {

    static Pace of(SeriesList<TableLag> lag, Instant now) {
      double changes = 0;
      long worst = -1;
      long uncertainty = 0;
      for (Series<TableLag> series : lag.all()) {
        double perSecond = 0;
        int windows = 0;
        List<Entry<TableLag>> points = series.points();
        for (int i = points.size() - 1; i >= 0; i--) {
          TableLag window = points.get(i).fact();
          Instant end = window.getWindowStart().plusMillis(window.getWindowMillis());
          if (Duration.between(end, now).compareTo(RECENT) > 0) {
            break;
          }
          windows++;
          perSecond += window.getChanges() * 1000.0 / Math.max(1, window.getWindowMillis());
          if (window.getChanges() > 0 && window.getP99Millis() > worst && windows <= 2) {
            worst = window.getP99Millis();
            uncertainty = window.getUncertaintyMillis();
          }
        }
        changes += windows == 0 ? 0 : perSecond / windows;
      }
      return new Pace(changes, worst, uncertainty);
    }
  }
}
