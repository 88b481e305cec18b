package dev.lockstep.console.rest;

import dev.lockstep.console.json.FactJson;
import dev.lockstep.console.json.JsonText;
import dev.lockstep.console.judge.TableStanding;
import dev.lockstep.console.view.Entry;
import dev.lockstep.console.view.LagPoint;
import dev.lockstep.console.view.LagSeries;
import dev.lockstep.console.view.LiveView;
import dev.lockstep.console.view.Snapshot;
import dev.lockstep.schema.event.Alert;
import dev.lockstep.schema.event.AlertState;
import dev.lockstep.schema.event.Severity;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.event.VerdictKind;
import dev.lockstep.schema.event.VerdictState;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * {@code /api/judgement}, {@code /api/metrics}, {@code /api/alerts}, {@code /api/verdicts}, {@code
 * /api/health}.
 */
public final class RestRoutes {

  private static final int STANDARD_LIMIT = 100;
  private static final int MOST = 10_000;

  /** An alert was opened and a verdict is open: either word is right for both. */
  private static final Map<String, AlertState> OPEN_ALERT =
      Map.of("open", AlertState.OPENED, "closed", AlertState.RESOLVED);

  private static final Map<String, VerdictState> OPEN_VERDICT =
      Map.of("opened", VerdictState.OPEN, "resolved", VerdictState.CLOSED);

  private final LiveView view;
  private final Clock clock;

  public RestRoutes(LiveView view, Clock clock) {
    this.view = view;
    this.clock = clock;
  }

  public void addTo(RoutesConfig routes) {
    routes
        .get("/api/judgement", this::judgement)
        .get("/api/metrics", this::metrics)
        .get("/metrics", this::prometheus)
        .get("/api/alerts", this::alerts)
        .get("/api/verdicts", this::verdicts)
        .get("/api/health", this::health);
  }

  /** The answer, and each table that a flow includes with what becomes of it. */
  private void judgement(Context context) {
    Snapshot snapshot = view.snapshot();
    List<TableStanding> standings =
        snapshot.judgement().standings().stream()
            .filter(wanted(context, "flow", TableStanding::flow))
            .filter(wanted(context, "table", TableStanding::table))
            .toList();
    answer(context, snapshot, json -> json.objects("standings", standings, FactJson::standing));
  }

  private void metrics(Context context) {
    String accept = Optional.ofNullable(context.header("Accept")).orElse("");
    if (accept.startsWith("text/plain") || accept.startsWith("application/openmetrics-text")) {
      prometheus(context);
      return;
    }
    Snapshot snapshot = view.snapshot();
    int history = QueryParameters.limit(context, "history", 0, MOST);
    List<Entry<TableStatus>> tables =
        snapshot.tables().stream()
            .filter(same(context, "flow", entry -> entry.fact().getFlow()))
            .filter(same(context, "table", entry -> entry.fact().getTable()))
            .toList();
    answer(
        context,
        snapshot,
        json ->
            json.objects(
                    "tables",
                    tables,
                    (out, table) -> {
                      FactJson.table(out, table);
                      lag(out, table.id(), snapshot, history);
                    })
                .objects("standings", snapshot.judgement().standings(), FactJson::standing)
                .objects("components", snapshot.components(), FactJson::component)
                .field("deadLetters", snapshot.deadLettersSeen()));
  }

  private static void lag(JsonText json, String id, Snapshot snapshot, int history)
      throws IOException {
    List<LagPoint> points =
        snapshot.lag().stream()
            .filter(series -> series.tableId().equals(id))
            .findFirst()
            .map(LagSeries::points)
            .orElse(List.of());
    if (!points.isEmpty()) {
      json.object("lag", out -> FactJson.lag(out, points.getLast()));
    }
    if (history > 0) {
      int from = Math.max(0, points.size() - history);
      json.objects("lagHistory", points.subList(from, points.size()), FactJson::lag);
    }
  }

  private void prometheus(Context context) {
    context.contentType("text/plain; version=0.0.4; charset=utf-8");
    context.result(PrometheusText.of(view.snapshot()));
  }

  private void alerts(Context context) {
    Snapshot snapshot = view.snapshot();
    Optional<AlertState> state =
        QueryParameters.choice(context, "state", AlertState.class, OPEN_ALERT);
    Optional<Severity> severity = QueryParameters.choice(context, "severity", Severity.class);
    List<Entry<Alert>> alerts =
        Stream.concat(snapshot.openAlerts().stream(), snapshot.resolvedAlerts().stream())
            .filter(entry -> state.isEmpty() || state.get() == entry.fact().getState())
            .filter(entry -> severity.isEmpty() || severity.get() == entry.fact().getSeverity())
            .sorted(newestFirst(entry -> entry.fact().getOpenedAt()))
            .limit(QueryParameters.limit(context, "limit", STANDARD_LIMIT, MOST))
            .toList();
    answer(
        context,
        snapshot,
        json ->
            json.field("open", snapshot.openAlerts().size())
                .objects("alerts", alerts, FactJson::alert));
  }

  private void verdicts(Context context) {
    Snapshot snapshot = view.snapshot();
    Optional<VerdictState> state =
        QueryParameters.choice(context, "state", VerdictState.class, OPEN_VERDICT);
    Optional<VerdictKind> kind = QueryParameters.choice(context, "kind", VerdictKind.class);
    List<Entry<Verdict>> verdicts =
        Stream.concat(snapshot.openVerdicts().stream(), snapshot.closedVerdicts().stream())
            .filter(same(context, "flow", entry -> entry.fact().getFlow()))
            .filter(same(context, "table", entry -> entry.fact().getTable()))
            .filter(entry -> state.isEmpty() || state.get() == entry.fact().getState())
            .filter(entry -> kind.isEmpty() || kind.get() == entry.fact().getKind())
            .sorted(newestFirst(entry -> entry.fact().getOpenedAt()))
            .limit(QueryParameters.limit(context, "limit", STANDARD_LIMIT, MOST))
            .toList();
    answer(context, snapshot, json -> json.objects("verdicts", verdicts, FactJson::verdict));
  }

  private void health(Context context) {
    Snapshot snapshot = view.snapshot();
    Health health = Health.of(snapshot, clock.instant());
    long critical =
        snapshot.openAlerts().stream()
            .filter(entry -> entry.fact().getSeverity() == Severity.CRITICAL)
            .count();
    context.status(health.isHealthy() ? 200 : 503);
    answer(
        context,
        snapshot,
        json ->
            json.field("status", health.isHealthy() ? "ok" : "unavailable")
                .field("meaning", Health.MEANING)
                .field("criticalAlerts", critical)
                .strings("reasons", health.reasons()));
  }

  private static void answer(Context context, Snapshot snapshot, JsonText.Body body) {
    context.contentType("application/json; charset=utf-8");
    context.result(
        JsonText.object(
            json -> {
              json.field("at", snapshot.at());
              json.object("judgement", out -> FactJson.judgement(out, snapshot.judgement()));
              json.object("reader", out -> FactJson.reader(out, snapshot.reader()));
              body.write(json);
            }));
  }

  private static <T> Predicate<Entry<T>> same(
      Context context, String parameter, Function<Entry<T>, String> field) {
    return wanted(context, parameter, field);
  }

  private static <T> Predicate<T> wanted(
      Context context, String parameter, Function<T, String> field) {
    Optional<String> wanted = QueryParameters.text(context, parameter);
    return item -> wanted.isEmpty() || wanted.get().equals(field.apply(item));
  }

  private static <T> Comparator<Entry<T>> newestFirst(Function<Entry<T>, Instant> time) {
    return Comparator.comparing(time).reversed();
  }
}
