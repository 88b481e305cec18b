package dev.lockstep.console.judge;

import dev.lockstep.console.answer.Judgement;
import dev.lockstep.console.answer.ReaderStatus;
import dev.lockstep.flow.Flow;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.TableStatus;
import java.util.Collection;
import java.util.List;

/**
 * All that an answer is given from.
 *
 * @param flows what is configured
 * @param tables the newest status of each table of these flows
 * @param components the newest status of each program, endpoint and table
 * @param forgotten statuses that had to leave for want of room
 * @param figures sums, without what only the judge knows
 * @param reader how well all this was read
 */
public record Known(
    Collection<Flow> flows,
    List<TableStatus> tables,
    List<ComponentStatus> components,
    long forgotten,
    Judgement.Figures figures,
    ReaderStatus reader) {

  public Known {
    flows = List.copyOf(flows);
    tables = List.copyOf(tables);
    components = List.copyOf(components);
  }
}
