package dev.lockstep.flow.config;

import dev.lockstep.flow.section.Section;
import java.util.List;
import java.util.Map;

/** Further Kafka properties, but for those on which the guarantees rest. */
final class ClientProperties {

  private static final List<String> OURS =
      List.of(
          "acks",
          "application.id",
          "auto.offset.reset",
          "client.id",
          "enable.auto.commit",
          "enable.idempotence",
          "group.id",
          "isolation.level",
          "key.deserializer",
          "key.serializer",
          "partitioner.class",
          "processing.guarantee",
          "transaction.timeout.ms",
          "transactional.id",
          "value.deserializer",
          "value.serializer");

  private ClientProperties() {}

  static Map<String, String> read(Section section, String meaning) {
    Map<String, String> properties = section.properties("properties", meaning);
    for (String name : properties.keySet()) {
      if (name.equals("bootstrap.servers")) {
        section.problem("properties." + name, "Set kafka.bootstrap.servers instead.");
      } else if (OURS.contains(name)) {
        section.problem(
            "properties." + name,
            "Take it away: Lockstep sets it itself, and what it guarantees rests on it.");
      }
    }
    return properties;
  }
}
