package dev.lockstep.schema.topic;

import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** A topic cannot be made, or is not as Lockstep needs it: says which, and what to do about it. */
public final class TopicProblem extends KafkaException {

  private static final long serialVersionUID = 1L;

  private final String remedy;

  TopicProblem(String message, String remedy, @Nullable Throwable cause) {
    super(message, cause);
    this.remedy = remedy;
  }

  /** What to do. */
  public String remedy() {
    return remedy;
  }
}
