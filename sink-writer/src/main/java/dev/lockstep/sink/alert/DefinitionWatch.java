package dev.lockstep.sink.alert;

import static dev.lockstep.schema.event.Severity.WARNING;

import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.sink.alert.Signal.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tables whose definitions differ between the sides. A definition on its way is no trouble, one
 * that does not arrive is: rows are not compared meanwhile. Bounded by tables. Not thread-safe.
 */
final class DefinitionWatch {

  private record Table(String flow, String table) {}

  private record Differs(TableStatus status, Duration since) {}

  private final Map<Table, Differs> differing = new HashMap<>();
  private final Duration limit;

  DefinitionWatch(Duration limit) {
    this.limit = limit;
  }

  /** That the definitions agree again, if that is what it says. */
  List<Signal> heard(TableStatus status, Duration now) {
    Table table = new Table(status.getFlow(), status.getTable());
    if (status.getPhase() == TablePhase.ALTERING) {
      differing.merge(
          table, new Differs(status, now), (before, first) -> new Differs(status, before.since()));
      return List.of();
    }
    differing.remove(table);
    return List.of(signal(status, false, status.getAt()));
  }

  /** Those that have differed for too long. */
  List<Signal> look(Instant at, Duration now) {
    List<Signal> signals = new ArrayList<>();
    for (Differs differs : differing.values()) {
      if (now.minus(differs.since()).compareTo(limit) >= 0) {
        signals.add(signal(differs.status(), true, at));
      }
    }
    return signals;
  }

  private static Signal signal(TableStatus status, boolean differs, Instant at) {
    String problem = status.getProblem();
    return AlertRules.level(
        new Cause("definition", WARNING, status.getFlow(), status.getTable()),
        differs,
        new Words(
            "Table " + status.getTable() + " has another definition on the target",
            problem == null ? "In what they differ was not said." : problem,
            "Make the definition of "
                + status.getTargetTable()
                + " on the target that of the source by ALTER TABLE; rows are compared again by"
                + " themselves from there. The sink's status of the table names the statement where it"
                + " knows one."),
        at);
  }
}
