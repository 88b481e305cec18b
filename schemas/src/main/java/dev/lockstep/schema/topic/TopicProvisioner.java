package dev.lockstep.schema.topic;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the topics that are absent and checks the partition counts of those that are there.
 *
 * <p>Idempotent, and safe when several programs start at once. What an operator has set on a topic
 * that exists (retention, replication, the largest message, who stamps it) is left alone; a wrong
 * partition count is refused, since partition p of one topic must speak of partition p of the
 * others. Where Kafka does not let topics have messages as large as ours may be, they have what it
 * gives: whoever writes asks {@link #largestMessages}.
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

  private static final Logger LOG = LoggerFactory.getLogger(TopicProvisioner.class);
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

  /** Ensures a topic of one partition that keeps everything for ever. */
  public static void ensureKept(Admin admin, String topic, short replication) {
    Map<String, String> configs =
        Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_DELETE,
            TopicConfig.RETENTION_MS_CONFIG,
            "-1",
            TopicConfig.RETENTION_BYTES_CONFIG,
            "-1");
    ensureAll(admin, List.of(new Wanted(topic, 1, configs)), replication);
  }

  /** The largest message, as a batch of its own, that each of these topics takes. */
  public static Map<String, Integer> largestMessages(Admin admin, Collection<String> topics) {
    try {
      return OwnSettings.largestMessages(admin, topics);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
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
      OwnSettings.bring(admin, there.keySet());
      List<Wanted> absent = wanted.stream().filter(w -> !there.containsKey(w.name)).toList();
      create(admin, absent, replication);
      there.putAll(awaitVisible(admin, absent));
      wanted.forEach(w -> check(w, requireNonNull(there.get(w.name))));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static TopicProblem interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new TopicProblem("Interrupted while making topics", "Start again", e);
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
    List<NewTopic> topics = absent.stream().map(w -> topic(w, replication, true)).toList();
    List<String> refused = new ArrayList<>();
    for (var made : admin.createTopics(topics).values().entrySet()) {
      try {
        made.getValue().get();
      } catch (ExecutionException e) {
        if (isOfConfiguration(e.getCause())) {
          refused.add(made.getKey());
          continue;
        }
        rethrow(made.getKey(), replication, e);
      }
    }
    if (!refused.isEmpty()) {
      LOG.warn(
          "Kafka does not let topics have {}, they are made with what it gives: {}",
          OwnSettings.OF_EVERY_TOPIC,
          refused);
      createAsGiven(
          admin, absent.stream().filter(w -> refused.contains(w.name)).toList(), replication);
    }
  }

  private static boolean isOfConfiguration(@Nullable Throwable cause) {
    return cause instanceof PolicyViolationException
        || (cause instanceof InvalidConfigurationException
            && !(cause instanceof InvalidReplicationFactorException));
  }

  private static void createAsGiven(Admin admin, List<Wanted> absent, short replication)
      throws InterruptedException {
    List<NewTopic> topics = absent.stream().map(w -> topic(w, replication, false)).toList();
    for (var made : admin.createTopics(topics).values().entrySet()) {
      try {
        made.getValue().get();
      } catch (ExecutionException e) {
        rethrow(made.getKey(), replication, e);
      }
    }
  }

  private static NewTopic topic(Wanted wanted, short replication, boolean own) {
    Map<String, String> configs = new HashMap<>(wanted.configs);
    configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(minInSync(replication)));
    if (own) {
      configs.putAll(OwnSettings.OF_EVERY_TOPIC);
    }
    return new NewTopic(wanted.name, wanted.partitions, replication).configs(configs);
  }

  /** One replica may be away; of three, what is acknowledged survives the loss of another. */
  static int minInSync(short replication) {
    return Math.max(1, replication - 1);
  }

  private static void rethrow(String topic, short replication, ExecutionException e) {
    if (e.getCause() instanceof InvalidReplicationFactorException) {
      throw new TopicProblem(
          "Topic " + topic + " cannot have " + replication + " replicas",
          "Set topics.replication to at most the number of brokers",
          e.getCause());
    }
    if (!(e.getCause() instanceof TopicExistsException)) {
      throw failed("Topic " + topic + " cannot be made", e);
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
