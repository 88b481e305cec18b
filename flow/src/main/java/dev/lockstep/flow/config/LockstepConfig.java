package dev.lockstep.flow.config;

import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.Flow;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The whole configuration, checked. */
public record LockstepConfig(
    KafkaSettings kafka,
    RegistrySettings registry,
    TopicSettings topics,
    Map<String, Endpoint> endpoints,
    Map<String, Flow> flows,
    ProducersSettings producers,
    StreamsSettings streams,
    SinkSettings sink,
    AlertSettings alerts,
    ConsoleSettings console) {

  public LockstepConfig {
    endpoints = Collections.unmodifiableMap(new LinkedHashMap<>(endpoints));
    flows = Collections.unmodifiableMap(new LinkedHashMap<>(flows));
  }

  public Endpoint source(Flow flow) {
    return endpoint(flow.source());
  }

  public Endpoint target(Flow flow) {
    return endpoint(flow.target());
  }

  /** The endpoint of this name, which a flow uses. */
  public Endpoint endpoint(String name) {
    return Optional.ofNullable(endpoints.get(name))
        .orElseThrow(() -> new IllegalArgumentException("No endpoint '" + name + "'"));
  }
}
