package dev.lockstep.producers.publish;

import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.topic.ChangeTopic;
import dev.lockstep.schema.topic.TableName;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Finds the schemas that tables were last published with. A new definition is told in every
 * partition, so the first is asked. Reads backwards in growing steps, as the ends of transactions
 * and aborted records take offsets too.
 */
public final class LastDefinitions {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final long FIRST_STEP = 32;
  private static final int STEP_GROWTH = 16;

  private final Deserializer<GenericRecord> values;
  private final Map<TopicPartition, TableName> wanted = new HashMap<>();
  private final Map<TableName, Schema> found = new HashMap<>();
  private final KafkaConsumer<byte[], byte[]> consumer;

  private LastDefinitions(
      KafkaConsumer<byte[], byte[]> consumer, Deserializer<GenericRecord> values) {
    this.consumer = consumer;
    this.values = values;
  }

  /** The envelope's schema of each table of which something committed is there. */
  public static Map<TableName, Schema> find(
      Map<String, Object> kafka,
      Map<String, Object> codec,
      String endpoint,
      Collection<TableName> tables) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "earliest");
    // Rows may be a hundred times as large as what is fetched of them.
    properties.put("max.poll.records", 50);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      LastDefinitions finding =
          new LastDefinitions(consumer, Avro.generic(codec, false).deserializer());
      for (TableName table : tables) {
        finding.wanted.put(new TopicPartition(new ChangeTopic(endpoint, table).name(), 0), table);
      }
      finding.readBackwards();
      return finding.found;
    }
  }

  private void readBackwards() {
    Map<TopicPartition, Long> starts = consumer.beginningOffsets(wanted.keySet());
    Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(wanted.keySet()));
    wanted.keySet().removeIf(partition -> of(ends, partition) <= of(starts, partition));
    for (long step = FIRST_STEP; !wanted.isEmpty(); step *= STEP_GROWTH) {
      consumer.assign(wanted.keySet());
      for (TopicPartition partition : wanted.keySet()) {
        consumer.seek(partition, Math.max(of(starts, partition), of(ends, partition) - step));
      }
      readToEnds(ends);
      long reached = step;
      wanted
          .entrySet()
          .removeIf(
              entry ->
                  found.containsKey(entry.getValue())
                      || of(ends, entry.getKey()) - reached <= of(starts, entry.getKey()));
    }
  }

  private void readToEnds(Map<TopicPartition, Long> ends) {
    while (wanted.keySet().stream().anyMatch(p -> consumer.position(p) < of(ends, p))) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        TableName table = wanted.get(new TopicPartition(record.topic(), record.partition()));
        if (table != null && record.value() != null) {
          found.put(table, values.deserialize(record.topic(), record.value()).getSchema());
        }
      }
    }
  }

  private static long of(Map<TopicPartition, Long> offsets, TopicPartition partition) {
    return Objects.requireNonNull(offsets.get(partition));
  }
}
