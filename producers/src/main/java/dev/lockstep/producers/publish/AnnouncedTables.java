package dev.lockstep.producers.publish;

import dev.lockstep.schema.topic.ChangeTopic;
import dev.lockstep.schema.topic.TableName;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Finds the tables whose topic holds, or has held, something committed: their content has been
 * announced. An end offset does not tell, for aborted records take offsets too.
 */
public final class AnnouncedTables {

  private static final Duration POLL = Duration.ofMillis(100);

  private AnnouncedTables() {}

  public static Set<TableName> find(
      Map<String, Object> kafka, String endpoint, Collection<TableName> tables) {
    Map<TopicPartition, TableName> waiting = new HashMap<>();
    for (TableName table : tables) {
      waiting.put(new TopicPartition(new ChangeTopic(endpoint, table).name(), 0), table);
    }
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "earliest");
    properties.put("max.partition.fetch.bytes", 4096);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return find(consumer, waiting);
    }
  }

  private static Set<TableName> find(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, TableName> waiting) {
    Set<TableName> announced = new HashSet<>();
    Map<TopicPartition, Long> starts = consumer.beginningOffsets(waiting.keySet());
    Map<TopicPartition, Long> ends = consumer.endOffsets(waiting.keySet());
    starts.forEach(
        (partition, start) -> {
          if (start > 0) {
            announced.add(waiting.remove(partition));
          } else if (Objects.requireNonNull(ends.get(partition)) == 0) {
            waiting.remove(partition);
          }
        });
    while (!waiting.isEmpty()) {
      consumer.assign(waiting.keySet());
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        TableName table = waiting.remove(new TopicPartition(record.topic(), record.partition()));
        if (table != null) {
          announced.add(table);
        }
      }
      waiting.keySet().removeIf(partition -> atEnd(consumer, partition, ends));
    }
    return announced;
  }

  private static boolean atEnd(
      KafkaConsumer<byte[], byte[]> consumer,
      TopicPartition partition,
      Map<TopicPartition, Long> ends) {
    return consumer.position(partition) >= Objects.requireNonNull(ends.get(partition));
  }
}
