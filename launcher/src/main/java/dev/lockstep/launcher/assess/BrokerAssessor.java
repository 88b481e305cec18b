package dev.lockstep.launcher.assess;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.config.LockstepConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/** Visits the broker. */
final class BrokerAssessor {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Of {@code metadata.version}: Kafka 3.3, the first whose transactions survive all restarts. */
  private static final short OLDEST_LEVEL = 7;

  private BrokerAssessor() {}

  static void look(LockstepConfig config, List<Finding> findings) {
    String subject = "Kafka at " + config.kafka().bootstrapServers();
    Map<String, Object> client = new HashMap<>(config.kafka().client());
    client.put("default.api.timeout.ms", (int) PATIENCE.toMillis());
    client.put("request.timeout.ms", (int) PATIENCE.toMillis());
    try (Admin admin = Admin.create(client)) {
      Collection<Node> nodes = get(admin.describeCluster().nodes());
      level(subject, admin, findings);
      ConfigResource broker =
          new ConfigResource(ConfigResource.Type.BROKER, nodes.iterator().next().idString());
      Config settings =
          get(Objects.requireNonNull(admin.describeConfigs(List.of(broker)).values().get(broker)));
      replication(subject, config.topics().replication(), nodes.size(), settings, findings);
      autoCreate(subject, settings, findings);
    } catch (ExecutionException | KafkaException e) {
      findings.add(failure(subject, e.getCause() == null ? e : e.getCause()));
    } catch (java.util.concurrent.TimeoutException e) {
      findings.add(failure(subject, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> T get(KafkaFuture<T> future)
      throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
    return future.get(PATIENCE.toSeconds() + 2, TimeUnit.SECONDS);
  }

  private static Finding failure(String subject, Throwable cause) {
    String message = LockstepException.messageOf(cause);
    return switch (cause) {
      case AuthenticationException e ->
          Finding.wrong(
              subject,
              "It does not let us in: " + message,
              "Check sasl.* and ssl.* in kafka.properties");
      case AuthorizationException e ->
          Finding.wrong(
              subject,
              "It does not let us look: " + message,
              "Allow DESCRIBE and DESCRIBE_CONFIGS on the cluster");
      default ->
          Finding.unreachable(
              subject,
              "It does not answer: " + message,
              "Check that it runs, kafka.bootstrap.servers, and kafka.properties (security.protocol)");
    };
  }

  private static void level(String subject, Admin admin, List<Finding> findings)
      throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
    FeatureMetadata features = get(admin.describeFeatures().featureMetadata());
    FinalizedVersionRange level = features.finalizedFeatures().get("metadata.version");
    if (level == null || level.maxVersionLevel() < OLDEST_LEVEL) {
      findings.add(
          Finding.warning(
              subject,
              level == null
                  ? "It is older than what Lockstep is tested with, or still keeps its metadata in ZooKeeper"
                  : "Its metadata.version is level "
                      + level.maxVersionLevel()
                      + ", older than Kafka 3.3",
              "Use Kafka 3.3 or newer, in KRaft mode"));
    }
  }

  static void replication(
      String subject, short replication, int brokers, Config settings, List<Finding> findings) {
    if (replication > brokers) {
      findings.add(
          Finding.wrong(
              subject,
              "topics.replication is %d, and there %s %d broker%s"
                  .formatted(
                      replication, brokers == 1 ? "is" : "are", brokers, brokers == 1 ? "" : "s"),
              "Set topics.replication to %d, or add brokers".formatted(brokers)));
    }
    int least = number(settings, "min.insync.replicas").orElse(1);
    if (least > replication) {
      findings.add(
          Finding.wrong(
              subject,
              "min.insync.replicas is %d and topics.replication %d: nothing could be written"
                  .formatted(least, replication),
              "Set topics.replication to at least " + least));
    } else if (replication > 1 && least == replication) {
      findings.add(
          Finding.warning(
              subject,
              "min.insync.replicas is %d, as topics.replication: nothing can be written while one broker is down"
                  .formatted(least),
              "Set min.insync.replicas to " + (replication - 1)));
    } else if (replication == 1 && brokers > 1) {
      findings.add(
          Finding.warning(
              subject,
              "There are %d brokers, and topics.replication is 1: one that is lost takes history with it"
                  .formatted(brokers),
              "Set topics.replication to " + Math.min(3, brokers)));
    }
  }

  private static void autoCreate(String subject, Config settings, List<Finding> findings) {
    ConfigEntry entry = settings.get("auto.create.topics.enable");
    if (entry != null && Boolean.parseBoolean(entry.value())) {
      findings.add(
          Finding.warning(
              subject,
              "auto.create.topics.enable is on: any consumer that names a topic too early makes it, with the wrong partitions",
              "Set auto.create.topics.enable=false on the brokers"));
    }
  }

  private static Optional<Integer> number(Config settings, String name) {
    ConfigEntry entry = settings.get(name);
    try {
      return entry == null || entry.value() == null
          ? Optional.empty()
          : Optional.of(Integer.valueOf(entry.value()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
