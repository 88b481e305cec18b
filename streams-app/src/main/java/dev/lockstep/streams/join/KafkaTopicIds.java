package dev.lockstep.streams.join;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks Kafka, once for each topic and each id it is asked about. Shared by all tasks.
 *
 * <p>A topic's id only ever changes to a new one, so an answer that an id is current is remembered
 * until another is asked for; an id found to be old stays old.
 */
public final class KafkaTopicIds implements TopicIds {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Admin admin;
  private final Map<String, String> current = new ConcurrentHashMap<>();
  private final Map<String, String> old = new ConcurrentHashMap<>();

  public KafkaTopicIds(Admin admin) {
    this.admin = admin;
  }

  @Override
  public boolean isCurrent(String topic, String topicId) {
    if (topicId.equals(current.get(topic))) {
      return true;
    }
    if (topic.equals(old.get(topicId))) {
      return false;
    }
    String now = ask(topic);
    current.put(topic, now);
    if (!now.equals(topicId)) {
      old.put(topicId, topic);
    }
    return now.equals(topicId);
  }

  @Override
  public String current(String topic) {
    String now = ask(topic);
    current.put(topic, now);
    return now;
  }

  private String ask(String topic) {
    try {
      return Objects.requireNonNull(
              admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .topicId()
          .toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking for the id of " + topic, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return "";
      }
      throw new IllegalStateException("Kafka does not tell the id of topic " + topic, e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("Kafka does not tell the id of topic " + topic, e);
    }
  }
}
