package dev.lockstep.producers;

import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.schema.codec.RegistryException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** What the failure of a run means to a person. */
final class Failures {

  private Failures() {}

  static LockstepException explained(Endpoint endpoint, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof LockstepException told) {
        return told;
      }
      if (cause instanceof RegistryException registry) {
        return new LockstepException(
            Category.EXTERNAL,
            "Changes of endpoint %s wait for the schema registry: %s"
                .formatted(endpoint.name(), LockstepException.messageOf(registry)),
            registry.remedy(),
            failure);
      }
      if (cause instanceof RecordTooLargeException) {
        return new LockstepException(
            Category.EXTERNAL,
            "A row of endpoint %s is larger than Kafka takes: %s"
                .formatted(endpoint.name(), LockstepException.messageOf(cause)),
            "Raise the broker's message.max.bytes and the topic's max.message.bytes.",
            failure);
      }
    }
    boolean kafka = failure instanceof KafkaException;
    return new LockstepException(
        Category.EXTERNAL,
        kafka
            ? "Kafka does not take the changes of endpoint %s: %s"
                .formatted(endpoint.name(), innermost(failure))
            : "The log of endpoint %s cannot be followed: %s"
                .formatted(endpoint.description(), innermost(failure)),
        "It is tried again until it works; see the log of this process for details.",
        failure);
  }

  /** Failures of one kind have the same cause, whatever figures are in their words. */
  static String kind(Throwable failure) {
    StringBuilder kind = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      kind.append(cause.getClass().getName()).append('\n');
    }
    return kind.toString();
  }

  private static String innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return LockstepException.messageOf(cause);
  }
}
