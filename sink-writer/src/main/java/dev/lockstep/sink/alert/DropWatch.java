package dev.lockstep.sink.alert;

import static dev.lockstep.schema.event.Severity.WARNING;

import dev.lockstep.engine.Engine;
import dev.lockstep.flow.Flow;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.topic.TableName;
import dev.lockstep.sink.alert.Signal.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tables that are gone from the source and stay, emptied, on the target: neither DROP nor RENAME is
 * carried over. Said until the table is back, or gone from the target too. Not thread-safe.
 */
final class DropWatch {

  private final Collection<Flow> flows;
  private final Captures captures;
  private final Function<String, Engine> engineOf;

  /**
   * @param engineOf the engine of an endpoint
   */
  DropWatch(Collection<Flow> flows, Captures captures, Function<String, Engine> engineOf) {
    this.flows = List.copyOf(flows);
    this.captures = captures;
    this.engineOf = engineOf;
  }

  /** After the captures have heard it too. */
  List<Signal> heard(ComponentStatus status) {
    if (!status.getProgram().equals(Captures.PROGRAM) || status.getTable().isEmpty()) {
      return List.of();
    }
    List<Signal> signals = new ArrayList<>();
    TableName table;
    try {
      table = TableName.parse(status.getTable());
    } catch (IllegalArgumentException e) {
      // Whoever says that means no table of a flow.
      return List.of();
    }
    for (Flow flow : flows) {
      if (flow.source().equals(status.getSubject()) && flow.selects(table)) {
        signals.add(signal(flow, table, status));
      } else if (flow.target().equals(status.getSubject())) {
        Optional<TableName> source = flow.sourceOf(table);
        source.ifPresent(name -> signals.add(signal(flow, name, status)));
      }
    }
    return signals;
  }

  private Signal signal(Flow flow, TableName table, ComponentStatus status) {
    TableName copy = flow.targetOf(table);
    boolean there =
        captures.isGone(flow.source(), table.toString())
            && !captures.isGone(flow.target(), copy.toString());
    return AlertRules.level(
        new Cause("dropped", WARNING, flow.name(), table.toString()),
        there,
        new Words(
            "Table " + table + " is gone from the source",
            "It was dropped or renamed at endpoint %s. Its rows were removed from %s on endpoint %s, the table itself is left there."
                .formatted(flow.source(), copy, flow.target()),
            "If it is not to come back, run on the target: DROP TABLE "
                + engineOf.apply(flow.target()).quoted(copy)),
        status.getAt());
  }
}
