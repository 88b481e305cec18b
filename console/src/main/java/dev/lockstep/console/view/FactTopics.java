package dev.lockstep.console.view;

import dev.lockstep.schema.topic.TopicSpec;
import dev.lockstep.schema.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** The topics that the view reads, and from where on: as much of the past as can be shown. */
final class FactTopics {

  /** Two offsets a record: each transaction's end takes one. */
  private static final int OFFSETS_OF_A_RECORD = 2;

  static final List<String> ALL =
      List.of(
              Topics.COMPONENT_STATUS,
              Topics.TABLE_STATUS,
              Topics.LAG,
              Topics.VERDICTS,
              Topics.ALERTS_CRITICAL,
              Topics.ALERTS_WARNING,
              Topics.ALERTS_INFO,
              Topics.ALERTS_STATE,
              Topics.DEAD_LETTERS)
          .stream()
          .map(TopicSpec::name)
          .toList();

  private FactTopics() {}

  /** Where to start each partition. */
  static Map<TopicPartition, Long> starts(
      Consumer<?, ?> consumer,
      Collection<TopicPartition> partitions,
      ViewBounds bounds,
      Instant now,
      Duration timeout) {
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, timeout);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, timeout);
    Map<TopicPartition, Long> times =
        partitions.stream()
            .filter(partition -> partition.topic().equals(Topics.LAG.name()))
            .collect(
                Collectors.toMap(
                    partition -> partition,
                    partition -> now.minus(bounds.lagHistory()).toEpochMilli()));
    Map<TopicPartition, OffsetAndTimestamp> recent =
        times.isEmpty() ? Map.of() : consumer.offsetsForTimes(times, timeout);
    Map<TopicPartition, Long> starts = new HashMap<>();
    for (TopicPartition partition : partitions) {
      long begin = begins.getOrDefault(partition, 0L);
      long end = ends.getOrDefault(partition, begin);
      starts.put(partition, Math.max(begin, start(partition, begin, end, bounds, recent)));
    }
    return starts;
  }

  private static long start(
      TopicPartition partition,
      long begin,
      long end,
      ViewBounds bounds,
      Map<TopicPartition, OffsetAndTimestamp> recent) {
    String topic = partition.topic();
    if (topic.equals(Topics.LAG.name())) {
      OffsetAndTimestamp found = recent.get(partition);
      return found == null ? end : found.offset();
    }
    if (topic.equals(Topics.DEAD_LETTERS.name())) {
      return end - (long) OFFSETS_OF_A_RECORD * bounds.deadLetters();
    }
    if (topic.startsWith("lockstep.alerts.") && !topic.equals(Topics.ALERTS_STATE.name())) {
      return end - (long) OFFSETS_OF_A_RECORD * (bounds.openAlerts() + bounds.resolvedAlerts());
    }
    return begin;
  }
}
