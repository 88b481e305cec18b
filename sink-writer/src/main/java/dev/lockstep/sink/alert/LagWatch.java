package dev.lockstep.sink.alert;

import static dev.lockstep.schema.event.Severity.CRITICAL;
import static dev.lockstep.schema.event.Severity.WARNING;

import dev.lockstep.flow.Flow;
import dev.lockstep.flow.config.AlertSettings;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.Severity;
import dev.lockstep.schema.event.TableLag;
import dev.lockstep.sink.alert.Signal.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tables that are late. While all rows of an endpoint are read, every table of the flow is late for
 * the same reason: that is one alert of the flow, which says the reason, and goes on until those
 * tables have caught up. Bounded by tables. Not thread-safe.
 */
final class LagWatch {

  private final Map<String, Flow> flows = new HashMap<>();
  private final Map<String, Set<String>> lateByReread = new HashMap<>();
  private final AlertSettings settings;
  private final Captures captures;

  LagWatch(Collection<Flow> flows, AlertSettings settings, Captures captures) {
    flows.forEach(flow -> this.flows.put(flow.name(), flow));
    this.settings = settings;
    this.captures = captures;
  }

  List<Signal> heard(TableLag lag) {
    List<Signal> signals = new ArrayList<>();
    Optional<ComponentStatus> reread = reread(lag.getFlow());
    Set<String> late = lateByReread.computeIfAbsent(lag.getFlow(), flow -> new HashSet<>());
    if (reread.isPresent() && worst(lag).compareTo(settings.lagWarning()) >= 0) {
      late.add(lag.getTable());
    } else if (worst(lag).compareTo(settings.lagWarning().dividedBy(2)) < 0) {
      late.remove(lag.getTable());
    }
    boolean byReread = late.contains(lag.getTable());
    if (!byReread) {
      level(lag, WARNING, settings.lagWarning(), signals);
      level(lag, CRITICAL, settings.lagCritical(), signals);
    }
    if (byReread) {
      signals.add(ofFlow(lag, true, reread));
    } else if (late.isEmpty() && reread.isEmpty()) {
      signals.add(ofFlow(lag, false, reread));
    }
    return signals;
  }

  private Optional<ComponentStatus> reread(String name) {
    Flow flow = flows.get(name);
    return flow == null
        ? Optional.empty()
        : captures.rereads(flow.source()).or(() -> captures.rereads(flow.target()));
  }

  private static Duration worst(TableLag lag) {
    return Duration.ofMillis(Math.max(lag.getP99Millis(), lag.getOldestInFlightMillis()));
  }

  private static Instant at(TableLag lag) {
    return lag.getWindowStart().plusMillis(lag.getWindowMillis());
  }

  private static Signal ofFlow(TableLag lag, boolean late, Optional<ComponentStatus> reread) {
    String why =
        reread
            .map(
                status ->
                    "All rows of endpoint %s are read: %d of about %d so far.%s"
                        .formatted(
                            status.getSubject(),
                            status.getDone(),
                            status.getTotal(),
                            status.getMessage() == null ? "" : " " + status.getMessage()))
            .orElse("All rows of an endpoint were read, and its tables catch up.");
    return AlertRules.level(
        new Cause("lag", WARNING, lag.getFlow(), lag.getFlow()),
        late,
        new Words(
            "Flow " + lag.getFlow() + " is late while rows are read anew",
            why + " The first table that was late by it: " + lag.getTable() + ".",
            "Nothing, if the figures move: it resolves when the rows are read and applied."),
        at(lag));
  }

  /** Opens at the threshold and resolves at half of it, so that a lag near it does not flap. */
  private static void level(
      TableLag lag, Severity severity, Duration threshold, List<Signal> signals) {
    boolean late = worst(lag).compareTo(threshold) >= 0;
    if (late || worst(lag).compareTo(threshold.dividedBy(2)) < 0) {
      String detail =
          String.format(
              "99 of 100 changes within %d ms, the oldest in flight for %d ms; the limit is %d ms.",
              lag.getP99Millis(), lag.getOldestInFlightMillis(), threshold.toMillis());
      signals.add(
          AlertRules.level(
              new Cause("lag", severity, lag.getFlow(), lag.getTable()),
              late,
              new Words(
                  "Table " + lag.getTable() + " is late on the target",
                  detail,
                  "See whether sink and target keep up: sink.workers, locks and load on the target."),
              at(lag)));
    }
  }
}
