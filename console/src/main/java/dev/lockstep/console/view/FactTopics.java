package dev.lockstep.console.view;

import dev.lockstep.console.fact.FactKinds;
import dev.lockstep.console.fact.FactTopic.Start;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** The topics that the view reads, and from where on: as much of the past as can be shown. */
final class FactTopics {

  /** Two offsets a record: each transaction's end takes one. */
  private static final int OFFSETS_OF_A_RECORD = 2;

  private final Map<String, Start> starts = new LinkedHashMap<>();

  FactTopics(FactKinds kinds) {
    kinds.topics().forEach(topic -> starts.put(topic.name(), topic.start()));
  }

  /** The names of all, in the order in which they are asked for. */
  Set<String> names() {
    return starts.keySet();
  }

  /** Where to start each partition. */
  Map<TopicPartition, Long> starts(
      Consumer<?, ?> consumer,
      Collection<TopicPartition> partitions,
      Instant now,
      Duration timeout) {
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, timeout);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, timeout);
    Map<TopicPartition, Long> times = new HashMap<>();
    for (TopicPartition partition : partitions) {
      if (startOf(partition) instanceof Start.Since since) {
        times.put(partition, now.minus(since.time()).toEpochMilli());
      }
    }
    Map<TopicPartition, OffsetAndTimestamp> recent =
        times.isEmpty() ? Map.of() : consumer.offsetsForTimes(times, timeout);
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (TopicPartition partition : partitions) {
      long begin = begins.getOrDefault(partition, 0L);
      long end = ends.getOrDefault(partition, begin);
      OffsetAndTimestamp found = recent.get(partition);
      long start =
          switch (startOf(partition)) {
            case Start.Beginning() -> begin;
            case Start.Newest(int records) -> end - (long) OFFSETS_OF_A_RECORD * records;
            case Start.Since since -> found == null ? end : found.offset();
          };
      offsets.put(partition, Math.max(begin, start));
    }
    return offsets;
  }

  private Start startOf(TopicPartition partition) {
    return Objects.requireNonNull(starts.get(partition.topic()));
  }
}
