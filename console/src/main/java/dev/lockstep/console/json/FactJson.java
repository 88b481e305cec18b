package dev.lockstep.console.json;

import dev.lockstep.console.judge.Judgement;
import dev.lockstep.console.judge.ReaderStatus;
import dev.lockstep.console.judge.TableStanding;
import dev.lockstep.console.judge.Work;
import dev.lockstep.console.view.ConsoleView;
import dev.lockstep.console.view.Entry;
import dev.lockstep.console.view.LagPoint;
import dev.lockstep.schema.event.Alert;
import dev.lockstep.schema.event.ColumnDifference;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.DeadLetter;
import dev.lockstep.schema.event.TableLag;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.event.Verdict;
import java.io.IOException;

/** The JSON of each fact: field names are those of the Avro records. */
public final class FactJson {

  private FactJson() {}

  public static void judgement(JsonText json, Judgement judgement) throws IOException {
    Judgement.Figures figures = judgement.figures();
    json.field("inLockstep", judgement.inLockstep())
        .field("level", judgement.level().name())
        .field("headline", judgement.headline())
        .strings("reasons", judgement.reasons())
        .field("claim", judgement.claim().map(Judgement.Claim::sentence).orElse(null))
        .field("claimTables", judgement.claim().map(Judgement.Claim::tables).orElse(0L))
        .field("equalAsOf", judgement.claim().flatMap(Judgement.Claim::at).orElse(null))
        .field("position", judgement.claim().flatMap(Judgement.Claim::position).orElse(null))
        .field("tables", figures.tables())
        .field("tablesEqual", figures.tablesEqual())
        .field("sourceRows", figures.sourceRows())
        .field("targetRows", figures.targetRows())
        .field("wrongRows", figures.wrongRows())
        .field("inconclusive", figures.inconclusive())
        .field("inFlight", figures.inFlight())
        .field("confirmed", figures.confirmed())
        .field("changesPerSecond", figures.changesPerSecond())
        .field("lagMillis", figures.lagMillis())
        .field("lagUncertaintyMillis", figures.lagUncertaintyMillis());
  }

  /** One table that a flow includes and what becomes of it. */
  public static void standing(JsonText json, TableStanding standing) throws IOException {
    json.field("id", ConsoleView.tableId(standing.flow(), standing.table()))
        .field("flow", standing.flow())
        .field("table", standing.table())
        .field("state", standing.state().name())
        .field("why", standing.why().orElse(null))
        .field("remedy", standing.remedy().orElse(null));
    if (standing.work().isPresent()) {
      Work work = standing.work().get();
      json.object(
          "work",
          out -> {
            out.field("whole", work.whole().orElse(null));
            out.field("done", work.done()).field("total", work.total());
            out.field("ratePerSecond", work.ratePerSecond().orElse(null));
            out.field("remainingMillis", work.remainingMillis().orElse(null));
            out.field("at", work.at());
          });
    }
  }

  public static void reader(JsonText json, ReaderStatus reader) throws IOException {
    json.field("caughtUp", reader.caughtUp())
        .field("behind", reader.behind())
        .field("answeredAt", reader.answeredAt().orElse(null))
        .strings("missingTopics", reader.missingTopics())
        .field("unreadable", reader.unreadable())
        .field("problem", reader.problem().orElse(null));
  }

  public static void table(JsonText json, Entry<TableStatus> entry) throws IOException {
    TableStatus table = entry.fact();
    json.field("id", entry.id())
        .field("flow", table.getFlow())
        .field("table", table.getTable())
        .field("targetTable", table.getTargetTable())
        .field("phase", table.getPhase().name())
        .field("alignment", table.getAlignment().name())
        .field("sourceRows", table.getSourceRows())
        .field("targetRows", table.getTargetRows())
        .field("sourceDigest", table.getSourceDigest())
        .field("targetDigest", table.getTargetDigest())
        .field("explainedRows", table.getExplainedRows())
        .field("openMismatched", table.getOpenMismatched())
        .field("openMissing", table.getOpenMissing())
        .field("openExtra", table.getOpenExtra())
        .field("openOutsideLog", table.getOpenOutsideLog())
        .field("inconclusive", table.getInconclusive());
    tableCounts(json, table);
  }

  private static void tableCounts(JsonText json, TableStatus table) throws IOException {
    json.field("inFlight", table.getInFlight())
        .field("inserts", table.getInserts())
        .field("updates", table.getUpdates())
        .field("deletes", table.getDeletes())
        .field("confirmed", table.getConfirmed())
        .field("equal", table.getEqual() && table.getPhase() == TablePhase.FOLLOWING)
        .field("residualZero", table.getResidualZero())
        .field("oldestInFlightAt", table.getOldestInFlightAt())
        .field("markedAt", table.getMarkedAt())
        .field("problem", table.getProblem())
        .field("confirmedTo", table.getConfirmedTo())
        .field("confirmedPosition", table.getConfirmedPosition())
        .field("sourceBehindMillis", table.getSourceBehindMillis())
        .field("at", table.getAt());
  }

  public static void verdict(JsonText json, Entry<Verdict> entry) throws IOException {
    Verdict verdict = entry.fact();
    json.field("id", verdict.getId())
        .field("flow", verdict.getFlow())
        .field("table", verdict.getTable())
        .field("targetTable", verdict.getTargetTable())
        .field("key", verdict.getKey())
        .field("kind", verdict.getKind().name())
        .field("state", verdict.getState().name())
        .objects("columns", verdict.getColumns(), FactJson::column)
        .field("detailsCapped", verdict.getDetailsCapped())
        .field("reason", verdict.getReason())
        .field("partition", verdict.getPartition())
        .field("sourceOffset", verdict.getSourceOffset())
        .field("targetOffset", verdict.getTargetOffset())
        .field("position", verdict.getPosition())
        .field("openedAt", verdict.getOpenedAt())
        .field("closedAt", verdict.getClosedAt());
  }

  private static void column(JsonText json, ColumnDifference column) throws IOException {
    json.field("column", column.getColumn())
        .field("source", column.getSource())
        .field("target", column.getTarget());
  }

  public static void alert(JsonText json, Entry<Alert> entry) throws IOException {
    Alert alert = entry.fact();
    json.field("id", alert.getId())
        .field("severity", alert.getSeverity().name())
        .field("state", alert.getState().name())
        .field("code", alert.getCode())
        .field("flow", alert.getFlow())
        .field("subject", alert.getSubject())
        .field("title", alert.getTitle())
        .field("detail", alert.getDetail())
        .field("remedy", alert.getRemedy())
        .field("count", alert.getCount())
        .field("openedAt", alert.getOpenedAt())
        .field("resolvedAt", alert.getResolvedAt())
        .field("at", alert.getAt());
  }

  public static void component(JsonText json, Entry<ComponentStatus> entry) throws IOException {
    ComponentStatus status = entry.fact();
    json.field("id", entry.id())
        .field("program", status.getProgram())
        .field("subject", status.getSubject())
        .field("table", status.getTable())
        .field("state", status.getState().name())
        .field("message", status.getMessage())
        .field("remedy", status.getRemedy())
        .field("done", status.getDone())
        .field("total", status.getTotal())
        .field("position", status.getPosition())
        .field("behindMillis", status.getBehindMillis())
        .field("ratePerSecond", status.getRatePerSecond())
        .field("remainingMillis", status.getRemainingMillis())
        .field("at", status.getAt());
  }

  /** Without the record itself: it may hold what does not belong on a page. */
  public static void deadLetter(JsonText json, Entry<DeadLetter> entry) throws IOException {
    DeadLetter letter = entry.fact();
    json.field("id", letter.getId())
        .field("flow", letter.getFlow())
        .field("table", letter.getTable())
        .field("key", letter.getKey())
        .field("topic", letter.getTopic())
        .field("partition", letter.getPartition())
        .field("offset", letter.getOffset())
        .field("errorClass", letter.getErrorClass())
        .field("error", letter.getError())
        .field("at", letter.getAt());
  }

  public static void lag(JsonText json, LagPoint point) throws IOException {
    TableLag lag = point.lag();
    json.field("windowStart", lag.getWindowStart())
        .field("windowMillis", lag.getWindowMillis())
        .field("changes", lag.getChanges())
        .field("p50Millis", lag.getP50Millis())
        .field("p95Millis", lag.getP95Millis())
        .field("p99Millis", lag.getP99Millis())
        .field("maxMillis", lag.getMaxMillis())
        .field("uncertaintyMillis", lag.getUncertaintyMillis())
        .field("oldestInFlightMillis", lag.getOldestInFlightMillis());
  }

  /** The same as an array: start, length, changes, p50, p95, p99, max, uncertainty, oldest. */
  public static long[] lagRow(LagPoint point) {
    TableLag lag = point.lag();
    return new long[] {
      lag.getWindowStart().toEpochMilli(),
      lag.getWindowMillis(),
      lag.getChanges(),
      lag.getP50Millis(),
      lag.getP95Millis(),
      lag.getP99Millis(),
      lag.getMaxMillis(),
      lag.getUncertaintyMillis(),
      lag.getOldestInFlightMillis()
    };
  }
}
