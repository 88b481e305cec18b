package dev.lockstep.producers;

import dev.lockstep.schema.codec.ConfluentConfig;
import dev.lockstep.schema.codec.RegistryClient;
import dev.lockstep.schema.topic.TopicSpec;
import dev.lockstep.schema.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * Tells the registry what its subjects hold and how they may change, each subject once.
 *
 * <p>Those of a change topic follow the table, whatever is done to it: a column that becomes NOT
 * NULL is no compatible change, and still it happened. Those of the catalogue are there before the
 * first record, for readers that ask the registry first, and stay readable both ways. Thread-safe.
 */
final class SubjectRules {

  private final RegistryClient registry;
  private final boolean mayRegister;
  private final Set<String> done = ConcurrentHashMap.newKeySet();

  /** Reaches the registry as the codecs do, with their credentials. */
  SubjectRules(Map<String, Object> codec) {
    registry = RegistryClient.of(codec);
    mayRegister = ConfluentConfig.of(codec, false).autoRegister();
  }

  /** Registers the topics of the catalogue, unless that is left to others. */
  void registerCatalogue() {
    Topics.all().forEach(this::register);
  }

  /** Registers a topic that only one endpoint has, unless that is left to others. */
  void register(TopicSpec topic) {
    if (mayRegister) {
      topic.key().ifPresent(schema -> register(topic.name() + "-key", schema));
      topic.value().ifPresent(schema -> register(topic.name() + "-value", schema));
    }
  }

  /** First the schema, then the level: older versions there were held to a weaker one. */
  private void register(String subject, Schema schema) {
    if (!done.contains(subject)) {
      registry.register(subject, schema);
      registry.setCompatibility(subject, "FULL");
      done.add(subject);
    }
  }

  void allowAnyChange(String topic) {
    for (String subject : List.of(topic + "-key", topic + "-value")) {
      if (!done.contains(subject)) {
        registry.setCompatibility(subject, "NONE");
        done.add(subject);
      }
    }
  }
}
