package dev.lockstep.console.live;

import dev.lockstep.console.json.FactJson;
import dev.lockstep.console.json.JsonText;
import dev.lockstep.console.judge.Judgement;
import dev.lockstep.console.judge.TableStanding;
import dev.lockstep.console.view.Entry;
import dev.lockstep.console.view.LagPoint;
import dev.lockstep.console.view.LagSeries;
import dev.lockstep.console.view.Removal;
import dev.lockstep.console.view.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is sent: the whole, or what is new since a revision. Pure. */
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
              .object("judgement", out -> FactJson.judgement(out, snapshot.judgement()))
              .objects("standings", notable(snapshot.judgement()), FactJson::standing)
              .field("standingsLeftOut", leftOut(snapshot.judgement()))
              .object("reader", out -> FactJson.reader(out, snapshot.reader()))
              .field("deadLettersSeen", snapshot.deadLettersSeen());
          if (!whole) {
            removed(json, since, snapshot);
          }
          facts(json, since, snapshot);
          json.object("lag", out -> lag(out, since, snapshot.lag()));
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

  private static void facts(JsonText json, long since, Snapshot snapshot) throws IOException {
    json.objects("tables", newer(since, snapshot.tables()), FactJson::table)
        .objects(
            "verdicts",
            both(newer(since, snapshot.openVerdicts()), newer(since, snapshot.closedVerdicts())),
            FactJson::verdict)
        .objects(
            "alerts",
            both(newer(since, snapshot.openAlerts()), newer(since, snapshot.resolvedAlerts())),
            FactJson::alert)
        .objects("components", newer(since, snapshot.components()), FactJson::component)
        .objects("deadLetters", newer(since, snapshot.deadLetters()), FactJson::deadLetter);
  }

  private static void removed(JsonText json, long since, Snapshot snapshot) throws IOException {
    Map<Removal.Section, List<String>> gone = new LinkedHashMap<>();
    for (Removal removal : snapshot.removals()) {
      if (removal.revision() > since) {
        gone.computeIfAbsent(removal.section(), section -> new ArrayList<>()).add(removal.id());
      }
    }
    if (gone.isEmpty()) {
      return;
    }
    json.object(
        "removed",
        out -> {
          for (Map.Entry<Removal.Section, List<String>> entry : gone.entrySet()) {
            out.strings(nameOf(entry.getKey()), entry.getValue());
          }
        });
  }

  private static String nameOf(Removal.Section section) {
    return switch (section) {
      case TABLES -> "tables";
      case VERDICTS -> "verdicts";
      case ALERTS -> "alerts";
      case COMPONENTS -> "components";
      case DEAD_LETTERS -> "deadLetters";
    };
  }

  private static void lag(JsonText json, long since, List<LagSeries> all) throws IOException {
    for (LagSeries series : all) {
      List<LagPoint> points = series.points();
      int first = points.size();
      while (first > 0 && points.get(first - 1).revision() > since) {
        first--;
      }
      if (first < points.size()) {
        json.rows(
            series.tableId(),
            points.subList(first, points.size()).stream().map(FactJson::lagRow).toList());
      }
    }
  }

  private static <T> List<Entry<T>> newer(long since, List<Entry<T>> entries) {
    return since == NOTHING
        ? entries
        : entries.stream().filter(entry -> entry.revision() > since).toList();
  }

  private static <T> List<T> both(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
