package dev.lockstep.console.rest;

import dev.lockstep.console.fact.Entry;
import dev.lockstep.console.fact.FactFilter;
import dev.lockstep.console.fact.FactList;
import dev.lockstep.console.fact.FactRoute;
import dev.lockstep.console.fact.ListKind;
import dev.lockstep.console.view.Snapshot;
import io.javalin.http.Context;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;

/** Serves the facts of one kind: those that were asked for, the newest first. */
record FactListAnswer<T extends SpecificRecord>(
    ListKind<T> kind, FactRoute<T> asked, Supplier<Snapshot> view) {

  private static final int STANDARD_LIMIT = 100;

  void serve(Context context) {
    Snapshot snapshot = view.get();
    FactList<T> known = snapshot.facts().of(kind);
    List<Predicate<T>> wanted =
        asked.filters().stream().map(filter -> wanted(context, filter)).toList();
    List<Entry<T>> facts =
        known
            .all()
            .filter(entry -> wanted.stream().allMatch(wish -> wish.test(entry.fact())))
            .sorted(
                Comparator.comparing((Entry<T> entry) -> asked.time().apply(entry.fact()))
                    .reversed())
            .limit(QueryParameters.limit(context, "limit", STANDARD_LIMIT))
            .toList();
    Answers.send(
        context,
        snapshot,
        json -> {
          if (asked.tellsOpen()) {
            json.field("open", known.open().size());
          }
          json.objects(kind.name(), facts, kind::json);
        });
  }

  private static <T> Predicate<T> wanted(Context context, FactFilter<T> filter) {
    return switch (filter) {
      case FactFilter.Text<T> text ->
          QueryParameters.wanted(context, text.parameter(), text.field());
      case FactFilter.Choice<T, ?> choice -> chosen(context, choice);
    };
  }

  private static <T, E extends Enum<E>> Predicate<T> chosen(
      Context context, FactFilter.Choice<T, E> choice) {
    return QueryParameters.choice(context, choice.parameter(), choice.type(), choice.synonyms())
        .<Predicate<T>>map(value -> fact -> choice.field().apply(fact) == value)
        .orElse(fact -> true);
  }
}
