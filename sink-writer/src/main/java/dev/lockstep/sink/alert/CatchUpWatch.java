package dev.lockstep.sink.alert;

import static dev.lockstep.schema.event.Severity.WARNING;

import dev.lockstep.flow.Flow;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.sink.alert.Signal.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Flows whose comparison is behind what is already there to be compared: it reads history, or a
 * burst, and no table is late on the target for that. Both times are those of markers in their
 * topic, so that no clock matters. Bounded by tables. Not thread-safe.
 */
final class CatchUpWatch {

  private final Map<String, String> sources = new HashMap<>();
  private final Map<String, Set<String>> behind = new HashMap<>();
  private final Captures captures;
  private final Duration limit;

  CatchUpWatch(Collection<Flow> flows, Captures captures, Duration limit) {
    flows.forEach(flow -> sources.put(flow.name(), flow.source()));
    this.captures = captures;
    this.limit = limit;
  }

  /** Opens at the limit and resolves at half of it. */
  Signal heard(TableStatus status) {
    Set<String> tables = behind.computeIfAbsent(status.getFlow(), flow -> new HashSet<>());
    Duration late = late(status);
    if (late.compareTo(limit) >= 0) {
      tables.add(status.getTable());
    } else if (late.compareTo(limit.dividedBy(2)) < 0) {
      tables.remove(status.getTable());
    }
    tables.removeIf(table -> captures.isGone(sources.getOrDefault(status.getFlow(), ""), table));
    return AlertRules.level(
        new Cause("catching-up", WARNING, status.getFlow(), status.getFlow()),
        !tables.isEmpty(),
        new Words(
            "Flow " + status.getFlow() + " is compared late",
            "%d tables are compared up to a time before what has been read. Table %s: up to %s, which is %d s before."
                .formatted(
                    tables.size(), status.getTable(), status.getMarkedAt(), late.toSeconds()),
            "Nothing, if that time moves on: resolved when the comparison has caught up. If it does"
                + " not, see how far the capture of the target is behind (behindMillis), and raise"
                + " streams.threads or start another 'lockstep streams'."),
        status.getAt());
  }

  private static Duration late(TableStatus status) {
    Instant marked = status.getMarkedAt();
    Instant heard = status.getHeardAt();
    return marked == null || heard == null ? Duration.ZERO : Duration.between(marked, heard);
  }
}
