package dev.lockstep.flow.config;

import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.Flow;
import dev.lockstep.flow.TablePattern;
import dev.lockstep.flow.section.Section;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the whole configuration from its outermost section: the list of all there is. */
final class ConfigReader {

  static final Set<String> SECTIONS =
      Set.of(
          "kafka",
          "registry",
          "topics",
          "endpoints",
          "flows",
          "producers",
          "streams",
          "sink",
          "alerts",
          "console");

  private ConfigReader() {}

  static LockstepConfig read(Section root) {
    KafkaSettings kafka = root.section("kafka", KafkaSettings::read);
    RegistrySettings registry = root.section("registry", RegistrySettings::read);
    TopicSettings topics = root.section("topics", TopicSettings::read);
    Map<String, Endpoint> endpoints = root.named("endpoints", EndpointReader::read);
    SinkSettings sink = root.section("sink", SinkSettings::read);
    Map<String, Flow> flows =
        root.named(
            "flows", new FlowReader(source -> neverSelected(endpoints.get(source), sink))::read);
    LockstepConfig config =
        new LockstepConfig(
            kafka,
            registry,
            topics,
            endpoints,
            flows,
            root.section("producers", ProducersSettings::read),
            root.section("streams", StreamsSettings::read),
            sink,
            root.section("alerts", AlertSettings::read),
            root.section("console", ConsoleSettings::read));
    root.refuseUnknownKeys();
    return config;
  }

  /** What the source and Lockstep itself keep. */
  private static List<TablePattern> neverSelected(@Nullable Endpoint source, SinkSettings sink) {
    List<String> schemas = source == null ? List.of() : source.type().systemSchemas();
    return Stream.concat(schemas.stream(), Stream.of(sink.progressSchema()))
        .map(schema -> new TablePattern(schema, "%"))
        .toList();
  }
}
