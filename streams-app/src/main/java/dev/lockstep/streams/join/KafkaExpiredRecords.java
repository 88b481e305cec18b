package dev.lockstep.streams.join;

import dev.lockstep.flow.LockstepException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Compares what a group has read with what its topics still hold: a consumer whose place has
 * expired goes on at the oldest record without a word.
 */
public final class KafkaExpiredRecords implements ExpiredRecords {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Admin admin;
  private final String group;
  private final Pattern inputs;

  public KafkaExpiredRecords(Admin admin, String group, Pattern inputs) {
    this.admin = admin;
    this.group = group;
    this.inputs = inputs;
  }

  @Override
  public Map<String, Range> of(int partition) {
    List<String> topics =
        answer(admin.listTopics().names()).stream()
            .filter(name -> inputs.matcher(name).matches())
            .toList();
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    for (TopicDescription topic : answer(admin.describeTopics(topics).allTopicNames()).values()) {
      if (topic.partitions().size() > partition) {
        wanted.put(new TopicPartition(topic.name(), partition), OffsetSpec.earliest());
      }
    }
    Map<TopicPartition, OffsetAndMetadata> read =
        answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    Map<String, Range> expired = new HashMap<>();
    Map<TopicPartition, ListOffsetsResultInfo> oldest = answer(admin.listOffsets(wanted).all());
    oldest.forEach(
        (place, info) -> {
          OffsetAndMetadata next = read.get(place);
          long from = next == null ? 0 : next.offset();
          if (info.offset() > from) {
            expired.put(place.topic(), new Range(from, info.offset()));
          }
        });
    return expired;
  }

  private static <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking Kafka for its oldest records", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new LockstepException(
          LockstepException.Category.EXTERNAL,
          "Kafka does not tell how far its topics go back: " + LockstepException.messageOf(e),
          "It is asked again; check that the broker runs.",
          e);
    }
  }
}
