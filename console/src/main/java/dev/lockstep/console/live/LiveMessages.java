package dev.lockstep.console.live;

import dev.lockstep.console.answer.Judgement;
import dev.lockstep.console.answer.TableStanding;
import dev.lockstep.console.fact.Entry;
import dev.lockstep.console.fact.FactKind;
import dev.lockstep.console.fact.FactList;
import dev.lockstep.console.fact.ListKind;
import dev.lockstep.console.fact.SeriesKind;
import dev.lockstep.console.fact.SeriesList.Series;
import dev.lockstep.console.json.AnswerJson;
import dev.lockstep.console.json.JsonText;
import dev.lockstep.console.keep.Removal;
import dev.lockstep.console.view.Pictures;
import dev.lockstep.console.view.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * What is sent: the whole, or what is new since a revision; every kind of fact under its name.
 * Pure.
 */
final class LiveMessages {

  /** Stands for a client that has nothing yet. */
  static final long NOTHING = -1;

  /** Tables that are not equal, told with each message; more than anybody reads. */
  private static final int MOST_STANDINGS = 500;

  private LiveMessages() {}

  /** Brings a client from a revision to the snapshot. */
  static String since(long revision, Snapshot snapshot) {
    boolean whole = revision == NOTHING || revision < snapshot.removalsSince();
    long since = whole ? NOTHING : revision;
    return JsonText.object(
        json -> {
          json.field("type", whole ? "snapshot" : "delta")
              .field("revision", snapshot.revision())
              .field("at", snapshot.at())
              .object("judgement", out -> AnswerJson.judgement(out, snapshot.judgement()))
              .objects("standings", notable(snapshot.judgement()), AnswerJson::standing)
              .field("standingsLeftOut", leftOut(snapshot.judgement()))
              .object("reader", out -> AnswerJson.reader(out, snapshot.reader()));
          if (!whole) {
            removed(json, since, snapshot);
          }
          facts(json, since, snapshot.facts());
        });
  }

  /** Of equal tables the page knows from their statuses; and a message has its bound. */
  private static List<TableStanding> notable(Judgement judgement) {
    return judgement.standings().stream()
        .filter(standing -> standing.state() != TableStanding.State.EQUAL)
        .limit(MOST_STANDINGS)
        .toList();
  }

  private static long leftOut(Judgement judgement) {
    long notable =
        judgement.standings().stream()
            .filter(standing -> standing.state() != TableStanding.State.EQUAL)
            .count();
    return Math.max(0, notable - MOST_STANDINGS);
  }

  private static void facts(JsonText json, long since, Pictures facts) throws IOException {
    for (FactKind<?, ?> kind : facts.kinds()) {
      switch (kind) {
        case ListKind<?> list -> list(json, since, list, facts);
        case SeriesKind<?> series -> series(json, since, series, facts);
      }
    }
  }

  private static <T extends SpecificRecord> void list(
      JsonText json, long since, ListKind<T> kind, Pictures facts) throws IOException {
    FactList<T> told = facts.of(kind);
    if (kind.counter().isPresent()) {
      json.field(kind.counter().get(), told.seen());
    }
    json.objects(
        kind.name(), told.all().filter(entry -> entry.revision() > since).toList(), kind::json);
  }

  private static <T extends SpecificRecord> void series(
      JsonText json, long since, SeriesKind<T> kind, Pictures facts) throws IOException {
    json.object(
        kind.name(),
        out -> {
          for (Series<T> series : facts.of(kind).all()) {
            List<Entry<T>> newer = newer(since, series.points());
            if (!newer.isEmpty()) {
              out.rows(series.id(), newer.stream().map(e -> kind.row(e.fact())).toList());
            }
          }
        });
  }

  /** Points come in the order of their revisions. */
  private static <T> List<Entry<T>> newer(long since, List<Entry<T>> points) {
    int first = points.size();
    while (first > 0 && points.get(first - 1).revision() > since) {
      first--;
    }
    return points.subList(first, points.size());
  }

  private static void removed(JsonText json, long since, Snapshot snapshot) throws IOException {
    Map<String, List<String>> gone = new LinkedHashMap<>();
    for (Removal removal : snapshot.removals()) {
      if (removal.revision() > since) {
        gone.computeIfAbsent(removal.kind(), kind -> new ArrayList<>()).add(removal.id());
      }
    }
    if (gone.isEmpty()) {
      return;
    }
    json.object(
        "removed",
        out -> {
          for (Map.Entry<String, List<String>> entry : gone.entrySet()) {
            out.strings(entry.getKey(), entry.getValue());
          }
        });
  }
}
