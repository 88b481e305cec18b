package dev.lockstep.schema.registry;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The registry's topic: made when absent, refused when it could lose schemas or their order. */
final class SchemaTopic {

  private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(15);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private SchemaTopic() {}

  static void ensure(Map<String, Object> client, String topic, short replication) {
    try (Admin admin = Admin.create(new HashMap<>(client))) {
      create(admin, topic, replication);
      awaitVisible(admin, topic);
      check(admin, topic);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new RegistryStartException(
          "Topic " + topic + " cannot be made or read: " + cause.getMessage(),
          "Check that Kafka at "
              + client.get("bootstrap.servers")
              + " is reachable and grants create and describe on the topic",
          cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryStartException("Interrupted while starting", "Start again", e);
    }
  }

  private static void create(Admin admin, String topic, short replication)
      throws ExecutionException, InterruptedException {
    NewTopic wanted =
        new NewTopic(topic, Optional.of(1), Optional.of(replication))
            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    try {
      admin.createTopics(List.of(wanted)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  /** The controller has made it; the broker that is asked may learn of it a little later. */
  private static void awaitVisible(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    long deadline = System.nanoTime() + VISIBLE_WITHIN.toNanos();
    while (true) {
      try {
        admin.describeTopics(List.of(topic)).allTopicNames().get();
        return;
      } catch (ExecutionException e) {
        boolean unknown = e.getCause() instanceof UnknownTopicOrPartitionException;
        if (!unknown || System.nanoTime() > deadline) {
          throw e;
        }
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  private static void check(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    String cleanup =
        admin
            .describeConfigs(List.of(resource))
            .all()
            .get()
            .values()
            .iterator()
            .next()
            .get(TopicConfig.CLEANUP_POLICY_CONFIG)
            .value();
    if (!cleanup.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
      throw new RegistryStartException(
          "Topic " + topic + " has cleanup.policy=" + cleanup + ": Kafka would delete schemas",
          "Set cleanup.policy=compact on the topic",
          null);
    }
    int partitions =
        admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
            .mapToInt(d -> d.partitions().size())
            .sum();
    if (partitions != 1) {
      throw new RegistryStartException(
          "Topic " + topic + " has " + partitions + " partitions: schemas would have no order",
          "Give the registry a topic with one partition",
          null);
    }
  }
}
