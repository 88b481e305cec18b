package dev.lockstep.streams.judge;

import java.util.List;
import java.util.Optional;

/** Which tables of which flows a topic or a marker speaks of. */
public interface Routing {

  /** The tables for which this change topic is one side; empty when no flow takes part in it. */
  List<Route> routes(String topic);

  /** The table of a flow that a source topic feeds. */
  Optional<FlowTable> source(String flow, String topic);

  /** The table behind the name of its state; empty when its flow is no longer configured. */
  Optional<FlowTable> byStateName(String name);

  /** Whether any flow has this endpoint as its target. */
  boolean isTarget(String endpoint);

  /** Whether any flow has this endpoint as its source. */
  boolean isSource(String endpoint);

  /** Kafka's id of the topic as it is now. */
  String topicId(String topic);

  /** Whether this Kafka topic id is that of the topic now: progress of an older one is void. */
  boolean isCurrent(String topic, String topicId);
}
