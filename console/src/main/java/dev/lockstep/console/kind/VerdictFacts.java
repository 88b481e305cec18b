package dev.lockstep.console.kind;

import dev.lockstep.console.fact.FactFilter;
import dev.lockstep.console.fact.FactRoute;
import dev.lockstep.console.fact.FactTopic;
import dev.lockstep.console.fact.ListKind;
import dev.lockstep.console.json.JsonText;
import dev.lockstep.flow.Configured;
import dev.lockstep.schema.event.ColumnDifference;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.event.VerdictKind;
import dev.lockstep.schema.event.VerdictState;
import dev.lockstep.schema.topic.Topics;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows that are not right, or were not.
 *
 * @param mostOpen newest open ones; how many there are altogether the tables' statuses say
 * @param mostClosed newest ones of rows that are right again
 */
public record VerdictFacts(int mostOpen, int mostClosed) implements ListKind<Verdict> {

  /** An alert was opened and a verdict is open: either word is right for both. */
  private static final Map<String, VerdictState> EITHER_WORD =
      Map.of("opened", VerdictState.OPEN, "resolved", VerdictState.CLOSED);

  @Override
  public String name() {
    return "verdicts";
  }

  @Override
  public Class<Verdict> type() {
    return Verdict.class;
  }

  @Override
  public List<FactTopic> topics() {
    return List.of(FactTopic.whole(Topics.VERDICTS));
  }

  @Override
  public String id(Verdict fact) {
    return fact.getId();
  }

  @Override
  public boolean concerns(Verdict fact, Configured configured) {
    return configured.table(fact.getFlow(), fact.getTable());
  }

  @Override
  public boolean isOpen(Verdict fact) {
    return fact.getState() == VerdictState.OPEN;
  }

  @Override
  public boolean isOutdated(Verdict fact, Verdict known) {
    return fact.getRevision() < known.getRevision();
  }

  @Override
  public Optional<FactRoute<Verdict>> route() {
    return Optional.of(
        new FactRoute<>(
            "/api/verdicts",
            "verdicts",
            List.of(
                new FactFilter.Text<>("flow", Verdict::getFlow),
                new FactFilter.Text<>("table", Verdict::getTable),
                new FactFilter.Choice<>(
                    "state", VerdictState.class, Verdict::getState, EITHER_WORD),
                new FactFilter.Choice<>("kind", VerdictKind.class, Verdict::getKind, Map.of())),
            Verdict::getOpenedAt,
            false));
  }

  @Override
  public void fields(JsonText json, Verdict verdict) throws IOException {
    json.field("flow", verdict.getFlow())
        .field("table", verdict.getTable())
        .field("targetTable", verdict.getTargetTable())
        .field("key", verdict.getKey())
        .field("kind", verdict.getKind().name())
        .field("state", verdict.getState().name())
        .objects("columns", verdict.getColumns(), VerdictFacts::column)
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
}
