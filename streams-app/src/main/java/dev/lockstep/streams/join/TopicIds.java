package dev.lockstep.streams.join;

/** Knows the Kafka id of topics: a topic that was deleted and made again has another. */
public interface TopicIds {

  /** Whether the id is that of the topic now. */
  /** The topic's id as it is now; asked of Kafka each time. Empty when there is no such topic. */
  String current(String topic);

  boolean isCurrent(String topic, String topicId);
}
