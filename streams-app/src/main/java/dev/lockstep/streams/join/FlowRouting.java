package dev.lockstep.streams.join;

import dev.lockstep.flow.Flow;
import dev.lockstep.schema.row.ColumnRules;
import dev.lockstep.schema.topic.ChangeTopic;
import dev.lockstep.schema.topic.TableName;
import dev.lockstep.streams.judge.FlowTable;
import dev.lockstep.streams.judge.Route;
import dev.lockstep.streams.judge.Routing;
import dev.lockstep.streams.state.Side;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Routes topics to tables as the configured flows say. One endpoint may feed several flows, be the
 * target of several, or both. Answers are remembered by topic, of which there are as many as
 * tables. Thread-confined.
 */
public final class FlowRouting implements Routing {

  private final Map<String, Flow> flows = new TreeMap<>();
  private final TopicIds topicIds;
  private final Map<String, List<Route>> routes = new HashMap<>();
  private final Map<String, Optional<FlowTable>> byStateName = new HashMap<>();

  public FlowRouting(Collection<Flow> flows, TopicIds topicIds) {
    flows.forEach(flow -> this.flows.put(flow.name(), flow));
    this.topicIds = topicIds;
  }

  @Override
  public List<Route> routes(String topic) {
    return routes.computeIfAbsent(topic, this::find);
  }

  @Override
  public Optional<FlowTable> source(String flow, String topic) {
    for (Route route : routes(topic)) {
      if (route.side() == Side.SOURCE && route.table().flow().equals(flow)) {
        return Optional.of(route.table());
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<FlowTable> byStateName(String name) {
    return byStateName.computeIfAbsent(name, this::parse);
  }

  @Override
  public boolean isTarget(String endpoint) {
    return flows.values().stream().anyMatch(flow -> flow.target().equals(endpoint));
  }

  @Override
  public boolean isSource(String endpoint) {
    return flows.values().stream().anyMatch(flow -> flow.source().equals(endpoint));
  }

  @Override
  public String topicId(String topic) {
    return topicIds.current(topic);
  }

  @Override
  public boolean isCurrent(String topic, String topicId) {
    return topicIds.isCurrent(topic, topicId);
  }

  public ColumnRules rules(FlowTable table) {
    Flow flow = flows.get(table.flow());
    return flow == null ? ColumnRules.NONE : flow.rules(table.source());
  }

  private Optional<FlowTable> parse(String stateName) {
    int slash = stateName.indexOf('/');
    Flow flow = flows.get(stateName.substring(0, slash));
    TableName source = TableName.parse(stateName.substring(slash + 1));
    return flow != null && flow.selects(source)
        ? Optional.of(table(flow, source))
        : Optional.empty();
  }

  private List<Route> find(String topic) {
    List<Route> found = new ArrayList<>();
    ChangeTopic change = ChangeTopic.parse(topic).orElse(null);
    if (change == null) {
      return List.of();
    }
    for (Flow flow : flows.values()) {
      if (flow.source().equals(change.endpoint()) && flow.selects(change.table())) {
        found.add(new Route(table(flow, change.table()), Side.SOURCE));
      }
      if (flow.target().equals(change.endpoint())) {
        flow.sourceOf(change.table())
            .ifPresent(source -> found.add(new Route(table(flow, source), Side.TARGET)));
      }
    }
    return List.copyOf(found);
  }

  private static FlowTable table(Flow flow, TableName source) {
    return new FlowTable(flow.name(), flow.source(), source, flow.target(), flow.targetOf(source));
  }
}
