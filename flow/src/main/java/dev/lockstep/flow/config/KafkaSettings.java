package dev.lockstep.flow.config;

import dev.lockstep.flow.section.Section;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** How Kafka is reached. */
public record KafkaSettings(String bootstrapServers, Map<String, String> properties) {

  public static final KafkaSettings DEFAULT = new KafkaSettings("localhost:9092", Map.of());

  public KafkaSettings {
    properties = Collections.unmodifiableMap(new TreeMap<>(properties));
  }

  /** Properties that every client of Kafka takes: a fresh map, to be added to. */
  public Map<String, Object> client() {
    Map<String, Object> client = new HashMap<>(properties);
    client.put("bootstrap.servers", bootstrapServers);
    return client;
  }

  /** Properties may hold secrets, so only their names are shown. */
  @Override
  public String toString() {
    return "KafkaSettings[bootstrapServers=%s, properties=%s]"
        .formatted(bootstrapServers, properties.keySet());
  }

  static KafkaSettings read(Section section) {
    return new KafkaSettings(
        section.parsed(
            "bootstrap.servers",
            "host:port, comma separated",
            DEFAULT.bootstrapServers,
            Addresses::bootstrapServers,
            "Kafka's brokers to begin with."),
        ClientProperties.read(
            section,
            "Further properties of every Kafka client, such as security.protocol and sasl.jaas.config."));
  }
}
