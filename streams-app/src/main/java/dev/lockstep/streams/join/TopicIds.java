package dev.lockstep.streams.join;

/** Knows the Kafka id of topics: a topic that was deleted and made again has another. */
public interface TopicIds {

  /** Whether the id is that of the topic now. */
  boolean isCurrent(String topic, String topicId);
}
