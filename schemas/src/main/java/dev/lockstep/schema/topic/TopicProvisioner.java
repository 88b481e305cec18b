package dev.lockstep.schema.topic;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes the topics that are absent and checks the partition counts of those that are there.
 *
 * <p>Idempotent, and safe when several programs start at once. What an operator has set on a topic
 * that exists (retention, replication) is left alone; a wrong partition count is refused, since
 * partition p of one topic must speak of partition p of the others.
 */
public final class TopicProvisioner {

  /**
   * Compacted topics are replayed at every start: kept short, at the price of some more cleaning.
   */
  private static final Map<String, String> COMPACTED =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_COMPACT,
          TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
          "0.2",
          TopicConfig.SEGMENT_MS_CONFIG,
          String.valueOf(Duration.ofMinutes(10).toMillis()));

  private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(15);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private record Wanted(String name, int partitions, Map<String, String> configs) {}

  private TopicProvisioner() {}

  /** Ensures topics of the catalogue; {@code partitions} is the count of change topics. */
  public static void ensure(
      Admin admin, Collection<TopicSpec> topics, int partitions, short replication) {
    ensureAll(
        admin,
        topics.stream()
            .map(
                spec ->
                    new Wanted(
                        spec.name(),
                        spec.layout() == TopicSpec.Layout.SINGLE ? 1 : partitions,
                        configs(spec)))
            .toList(),
        replication);
  }

  /** Ensures the change topics of tables. */
  public static void ensureChangeTopics(
      Admin admin,
      Collection<ChangeTopic> topics,
      int partitions,
      short replication,
      Duration retention) {
    Map<String, String> configs = kept(retention);
    ensureAll(
        admin,
        topics.stream().map(topic -> new Wanted(topic.name(), partitions, configs)).toList(),
        replication);
  }

  private static Map<String, String> configs(TopicSpec spec) {
    return spec.cleanup() == TopicSpec.Cleanup.COMPACT
        ? COMPACTED
        : kept(spec.retention().orElseThrow());
  }

  private static Map<String, String> kept(Duration retention) {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        TopicConfig.CLEANUP_POLICY_DELETE,
        TopicConfig.RETENTION_MS_CONFIG,
        String.valueOf(retention.toMillis()));
  }

  private static void ensureAll(Admin admin, List<Wanted> wanted, short replication) {
    try {
      Map<String, TopicDescription> there = describe(admin, wanted);
      List<Wanted> absent = wanted.stream().filter(w -> !there.containsKey(w.name)).toList();
      create(admin, absent, replication);
      there.putAll(awaitVisible(admin, absent));
      wanted.forEach(w -> check(w, requireNonNull(there.get(w.name))));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TopicProblem("Interrupted while making topics", "Start again", e);
    }
  }

  private static Map<String, TopicDescription> describe(Admin admin, List<Wanted> wanted)
      throws InterruptedException {
    Map<String, TopicDescription> there = new LinkedHashMap<>();
    var answers =
        admin.describeTopics(wanted.stream().map(Wanted::name).toList()).topicNameValues();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> answer : answers.entrySet()) {
      try {
        there.put(answer.getKey(), answer.getValue().get());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw failed("Topic " + answer.getKey() + " cannot be described", e);
        }
      }
    }
    return there;
  }

  private static void create(Admin admin, List<Wanted> absent, short replication)
      throws InterruptedException {
    List<NewTopic> topics = new ArrayList<>();
    absent.forEach(
        w -> topics.add(new NewTopic(w.name, w.partitions, replication).configs(w.configs)));
    for (var made : admin.createTopics(topics).values().entrySet()) {
      try {
        made.getValue().get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof InvalidReplicationFactorException) {
          throw new TopicProblem(
              "Topic " + made.getKey() + " cannot have " + replication + " replicas",
              "Set topics.replication to at most the number of brokers",
              e.getCause());
        }
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw failed("Topic " + made.getKey() + " cannot be made", e);
        }
      }
    }
  }

  /** The controller has made them; a broker may learn of it a little later. */
  private static Map<String, TopicDescription> awaitVisible(Admin admin, List<Wanted> made)
      throws InterruptedException {
    long deadline = System.nanoTime() + VISIBLE_WITHIN.toNanos();
    while (true) {
      Map<String, TopicDescription> there = describe(admin, made);
      if (there.size() == made.size()) {
        return there;
      }
      if (System.nanoTime() > deadline) {
        throw new TopicProblem(
            "Topics " + made.stream().map(Wanted::name).toList() + " were made but do not appear",
            "Check the state of the Kafka cluster",
            null);
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  private static void check(Wanted wanted, TopicDescription there) {
    int partitions = there.partitions().size();
    if (partitions != wanted.partitions) {
      throw new TopicProblem(
          "Topic "
              + wanted.name
              + " has "
              + partitions
              + " partitions, "
              + wanted.partitions
              + " are needed",
          wanted.partitions == 1
              ? "Delete the topic while nothing runs: it is made again with one partition"
              : "Set topics.partitions to the count that all change topics have, or delete Lockstep's"
                  + " topics while nothing runs and load again",
          null);
    }
  }

  private static TopicProblem failed(String what, ExecutionException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new TopicProblem(
        what + ": " + cause.getMessage(),
        "Check that kafka.bootstrap.servers is reachable and grants create and describe on topics",
        cause);
  }
}
