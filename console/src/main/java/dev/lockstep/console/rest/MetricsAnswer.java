package dev.lockstep.console.rest;

import dev.lockstep.console.fact.Entry;
import dev.lockstep.console.fact.FactKinds;
import dev.lockstep.console.json.AnswerJson;
import dev.lockstep.console.json.JsonText;
import dev.lockstep.console.kind.ComponentFacts;
import dev.lockstep.console.kind.DeadLetterFacts;
import dev.lockstep.console.kind.LagFacts;
import dev.lockstep.console.kind.TableFacts;
import dev.lockstep.console.view.Snapshot;
import dev.lockstep.schema.event.TableLag;
import dev.lockstep.schema.event.TableStatus;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;

/** Serves what several kinds of fact say together: each table with its lag, and the programs. */
final class MetricsAnswer {

  private final TableFacts tables;
  private final ComponentFacts components;

  MetricsAnswer(FactKinds kinds) {
    tables = kinds.the(TableFacts.class);
    components = kinds.the(ComponentFacts.class);
  }

  void serve(Context context, Snapshot snapshot) {
    int history = QueryParameters.limit(context, "history", 0);
    List<Entry<TableStatus>> wanted =
        snapshot.of(TableFacts.class).open().stream()
            .filter(QueryParameters.wanted(context, "flow", entry -> entry.fact().getFlow()))
            .filter(QueryParameters.wanted(context, "table", entry -> entry.fact().getTable()))
            .toList();
    Answers.send(
        context,
        snapshot,
        json ->
            json.objects("tables", wanted, (out, table) -> table(out, table, snapshot, history))
                .objects("standings", snapshot.judgement().standings(), AnswerJson::standing)
                .objects("components", snapshot.of(ComponentFacts.class).open(), components::json)
                .field("deadLetters", snapshot.of(DeadLetterFacts.class).seen()));
  }

  private void table(JsonText json, Entry<TableStatus> table, Snapshot snapshot, int history)
      throws IOException {
    tables.json(json, table);
    List<Entry<TableLag>> points = snapshot.of(LagFacts.class).points(table.id());
    if (!points.isEmpty()) {
      json.object("lag", out -> LagFacts.window(out, points.getLast()));
    }
    if (history > 0) {
      int from = Math.max(0, points.size() - history);
      json.objects("lagHistory", points.subList(from, points.size()), LagFacts::window);
    }
  }
}
