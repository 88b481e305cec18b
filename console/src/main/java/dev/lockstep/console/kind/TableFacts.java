package dev.lockstep.console.kind;

import dev.lockstep.console.answer.TableStanding;
import dev.lockstep.console.fact.FactTopic;
import dev.lockstep.console.fact.ListKind;
import dev.lockstep.console.json.JsonText;
import dev.lockstep.flow.Configured;
import dev.lockstep.schema.event.TableKey;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.topic.Topics;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * The newest status of each table. Served with its lag at {@code /api/metrics}.
 *
 * @param mostOpen tables over all flows
 */
public record TableFacts(int mostOpen) implements ListKind<TableStatus> {

  @Override
  public String name() {
    return "tables";
  }

  @Override
  public Class<TableStatus> type() {
    return TableStatus.class;
  }

  @Override
  public List<FactTopic> topics() {
    return List.of(FactTopic.whole(Topics.TABLE_STATUS));
  }

  @Override
  public String id(TableStatus fact) {
    return TableStanding.id(fact.getFlow(), fact.getTable());
  }

  @Override
  public boolean concerns(TableStatus fact, Configured configured) {
    return configured.table(fact.getFlow(), fact.getTable());
  }

  @Override
  public Optional<String> endedBy(String topic, SpecificRecord key) {
    return tableOf(topic, key);
  }

  /** The table of which nobody speaks any more. */
  static Optional<String> tableOf(String topic, SpecificRecord key) {
    return key instanceof TableKey table && topic.equals(Topics.TABLE_STATUS.name())
        ? Optional.of(TableStanding.id(table.getFlow(), table.getTable()))
        : Optional.empty();
  }

  @Override
  public boolean isSortedById() {
    return true;
  }

  @Override
  public void fields(JsonText json, TableStatus table) throws IOException {
    json.field("flow", table.getFlow())
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
    counts(json, table);
  }

  private static void counts(JsonText json, TableStatus table) throws IOException {
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
        .field("underRule", table.getUnderRule())
        .field("misfits", table.getMisfits())
        .field("confirmedTo", table.getConfirmedTo())
        .field("confirmedPosition", table.getConfirmedPosition())
        .field("sourceBehindMillis", table.getSourceBehindMillis())
        .field("at", table.getAt());
  }
}
