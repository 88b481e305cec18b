package dev.lockstep.console.rest;

import dev.lockstep.console.answer.TableStanding;
import dev.lockstep.console.fact.FactKinds;
import dev.lockstep.console.fact.FactRoute;
import dev.lockstep.console.fact.ListKind;
import dev.lockstep.console.json.AnswerJson;
import dev.lockstep.console.kind.AlertFacts;
import dev.lockstep.console.view.Snapshot;
import dev.lockstep.schema.event.Severity;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;

/** The table of all REST routes: those of the whole, and those that kinds of fact declare. */
public final class RestRoutes {

  private final Supplier<Snapshot> view;
  private final Clock clock;
  private final MetricsAnswer metrics;
  private final List<Route> routes = new ArrayList<>();

  public RestRoutes(Supplier<Snapshot> view, FactKinds kinds, Clock clock) {
    this.view = view;
    this.clock = clock;
    metrics = new MetricsAnswer(kinds);
    routes.add(new Route("/api/judgement", "judgement", this::judgement));
    routes.add(new Route("/api/metrics", "metrics", this::metrics));
    kinds.lists().forEach(kind -> route(kind).ifPresent(routes::add));
    routes.add(new Route("/api/health", "health", this::health));
    routes.add(new Route("/metrics", "Prometheus", this::prometheus));
  }

  private <T extends SpecificRecord> Optional<Route> route(ListKind<T> kind) {
    return kind.route()
        .map(
            (FactRoute<T> route) ->
                new Route(
                    route.path(), route.title(), new FactListAnswer<>(kind, route, view)::serve));
  }

  /** In the order in which the page links them. */
  public List<Route> all() {
    return List.copyOf(routes);
  }

  public void addTo(RoutesConfig config) {
    routes.forEach(route -> config.get(route.path(), route.handler()));
  }

  /** The answer, and each table that a flow includes with what becomes of it. */
  private void judgement(Context context) {
    Snapshot snapshot = view.get();
    List<TableStanding> standings =
        snapshot.judgement().standings().stream()
            .filter(QueryParameters.wanted(context, "flow", TableStanding::flow))
            .filter(QueryParameters.wanted(context, "table", TableStanding::table))
            .toList();
    Answers.send(
        context, snapshot, json -> json.objects("standings", standings, AnswerJson::standing));
  }

  private void metrics(Context context) {
    String accept = Optional.ofNullable(context.header("Accept")).orElse("");
    if (accept.startsWith("text/plain") || accept.startsWith("application/openmetrics-text")) {
      prometheus(context);
    } else {
      metrics.serve(context, view.get());
    }
  }

  private void prometheus(Context context) {
    context.contentType("text/plain; version=0.0.4; charset=utf-8");
    context.result(PrometheusText.of(view.get()));
  }

  private void health(Context context) {
    Snapshot snapshot = view.get();
    Health health = Health.of(snapshot, clock.instant());
    long critical =
        snapshot.of(AlertFacts.class).facts().stream()
            .filter(alert -> alert.getSeverity() == Severity.CRITICAL)
            .count();
    context.status(health.isHealthy() ? 200 : 503);
    Answers.send(
        context,
        snapshot,
        json ->
            json.field("status", health.isHealthy() ? "ok" : "unavailable")
                .field("meaning", Health.MEANING)
                .field("criticalAlerts", critical)
                .strings("reasons", health.reasons()));
  }
}
