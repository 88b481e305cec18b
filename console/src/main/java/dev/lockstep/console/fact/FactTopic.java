package dev.lockstep.console.fact;

import dev.lockstep.schema.topic.TopicSpec;
import java.time.Duration;

/** A topic that states facts, and from where on it is read when the console starts. */
public record FactTopic(String name, Start start) {

  /** As much of the past as can be shown. */
  public sealed interface Start {

    /** All that the topic holds. */
    record Beginning() implements Start {}

    /** The newest records of each partition. */
    record Newest(int records) implements Start {}

    /** What was written since so long ago. */
    record Since(Duration time) implements Start {}
  }

  public static FactTopic whole(TopicSpec topic) {
    return new FactTopic(topic.name(), new Start.Beginning());
  }

  public static FactTopic newest(TopicSpec topic, int records) {
    return new FactTopic(topic.name(), new Start.Newest(records));
  }

  public static FactTopic since(TopicSpec topic, Duration time) {
    return new FactTopic(topic.name(), new Start.Since(time));
  }
}
