package dev.lockstep.flow;

import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.topic.TableName;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What of all that was ever said still concerns a configured flow. Topics keep the last word on
 * tables that were taken out of a flow and on endpoints that were renamed; nobody will say another,
 * so whoever reads them would hold it for news for ever.
 *
 * <p>Where no flow is configured at all nothing is known to be over.
 */
public final class Configured {

  private final Map<String, Flow> flows = new HashMap<>();

  public Configured(Collection<Flow> flows) {
    flows.forEach(flow -> this.flows.put(flow.name(), flow));
  }

  public boolean flow(String flow) {
    return flows.isEmpty() || flows.containsKey(flow);
  }

  /** Whether a table of the source takes part in a flow. */
  public boolean table(String flow, String table) {
    Flow known = flows.get(flow);
    return known == null ? flows.isEmpty() : named(table).map(known::selects).orElse(true);
  }

  public boolean endpoint(String endpoint) {
    return flows.isEmpty()
        || flows.values().stream()
            .anyMatch(flow -> flow.source().equals(endpoint) || flow.target().equals(endpoint));
  }

  /** Whether a table is captured from an endpoint, under the name that it has there. */
  public boolean endpointTable(String endpoint, String table) {
    return flows.isEmpty()
        || named(table)
            .map(name -> endpointTable(endpoint, name))
            .orElseGet(() -> endpoint(endpoint));
  }

  private boolean endpointTable(String endpoint, TableName table) {
    return flows.values().stream()
        .anyMatch(
            flow ->
                (flow.source().equals(endpoint) && flow.selects(table))
                    || (flow.target().equals(endpoint) && flow.sourceOf(table).isPresent()));
  }

  /** Empty for what is no table's name: whoever wrote that, it is better told than left out. */
  private static Optional<TableName> named(String table) {
    try {
      return Optional.of(TableName.parse(table));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether what a program says is of something that is still configured. */
  public boolean concerns(ComponentStatus status) {
    String subject = status.getSubject();
    String table = status.getTable();
    boolean ofEndpoint = status.getProgram().equals("producers");
    if (table.isEmpty()) {
      return ofEndpoint ? endpoint(subject) : flow(subject);
    }
    return ofEndpoint ? endpointTable(subject, table) : table(subject, table);
  }
}
