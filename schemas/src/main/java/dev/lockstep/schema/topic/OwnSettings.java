package dev.lockstep.schema.topic;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every topic of ours has, unless its operator chose otherwise.
 *
 * <p>The broker stamps the records: lag is then measured by one clock, and a writer whose clock is
 * off cannot have Kafka remove what is fresh or keep what is old.
 */
final class OwnSettings {

  static final Map<String, String> OF_EVERY_TOPIC =
      Map.of(
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          Integer.toString(Topics.MAX_MESSAGE_BYTES),
          TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
          "LogAppendTime");

  private static final Logger LOG = LoggerFactory.getLogger(OwnSettings.class);

  private OwnSettings() {}

  /** The largest message, as a batch of its own, that each of these topics takes. */
  static Map<String, Integer> largestMessages(Admin admin, Collection<String> topics)
      throws InterruptedException {
    Map<String, Integer> largest = new HashMap<>();
    configs(admin, topics)
        .forEach(
            (topic, config) ->
                largest.put(
                    topic.name(),
                    Integer.parseInt(config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value())));
    return largest;
  }

  /** Topics of an earlier release have the broker's settings, which nobody chose for them. */
  static void bring(Admin admin, Collection<String> there) throws InterruptedException {
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    configs(admin, there)
        .forEach(
            (topic, config) -> {
              List<AlterConfigOp> lacking =
                  OF_EVERY_TOPIC.entrySet().stream()
                      .filter(wanted -> isLacking(config.get(wanted.getKey()), wanted.getValue()))
                      .map(wanted -> set(wanted.getKey(), wanted.getValue()))
                      .toList();
              if (!lacking.isEmpty()) {
                changes.put(topic, lacking);
              }
            });
    if (changes.isEmpty()) {
      return;
    }
    for (var answer : admin.incrementalAlterConfigs(changes).values().entrySet()) {
      try {
        answer.getValue().get();
      } catch (ExecutionException e) {
        LOG.info(
            "Topic {} stays with the broker's settings instead of {}: {}",
            answer.getKey().name(),
            OF_EVERY_TOPIC,
            String.valueOf(e.getCause()));
      }
    }
  }

  private static boolean isLacking(ConfigEntry entry, String wanted) {
    if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG
        || entry.value().equals(wanted)) {
      return false;
    }
    boolean isSize = entry.name().equals(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
    return !isSize || Integer.parseInt(entry.value()) < Topics.MAX_MESSAGE_BYTES;
  }

  private static AlterConfigOp set(String name, String value) {
    return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
  }

  private static Map<ConfigResource, Config> configs(Admin admin, Collection<String> topics)
      throws InterruptedException {
    List<ConfigResource> resources =
        topics.stream().map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic)).toList();
    Map<ConfigResource, Config> configs = new HashMap<>();
    for (var answer : admin.describeConfigs(resources).values().entrySet()) {
      try {
        configs.put(answer.getKey(), answer.getValue().get());
      } catch (ExecutionException e) {
        // A right that is not needed for anything else: what is too large is refused when it comes.
        LOG.debug("Topic {} does not tell its settings", answer.getKey().name(), e);
      }
    }
    return configs;
  }
}
