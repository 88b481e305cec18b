package dev.lockstep.producers;

import dev.lockstep.schema.codec.RegistryClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells the registry that the subjects of a change topic follow the table, whatever is done to it:
 * a column that becomes NOT NULL is no compatible change, and still it happened. Each subject once.
 */
final class SubjectRules {

  private final RegistryClient registry;
  private final Set<String> done = ConcurrentHashMap.newKeySet();

  /** Reaches the registry as the codecs do, with their credentials. */
  SubjectRules(Map<String, Object> codec) {
    registry = RegistryClient.of(codec);
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
