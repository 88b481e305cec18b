package dev.lockstep.producers;

import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.codec.RegistryWait;
import dev.lockstep.schema.event.ComponentKey;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.topic.TableName;
import dev.lockstep.schema.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of an endpoint of which something was said that still stands, by this process or by
 * one before it: what is gone from the database in between is known only from here.
 */
final class ToldTables {

  private static final Logger LOG = LoggerFactory.getLogger(ToldTables.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final TopicPartition STATUSES =
      new TopicPartition(Topics.COMPONENT_STATUS.name(), 0);

  private ToldTables() {}

  /** The topic must be there. */
  static Set<TableName> of(
      String program, String endpoint, Map<String, Object> kafka, Map<String, Object> codec) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "earliest");
    Deserializer<ComponentKey> keys = Avro.<ComponentKey>specific(codec, true).deserializer();
    Deserializer<ComponentStatus> values =
        Avro.<ComponentStatus>specific(codec, false).deserializer();
    Set<TableName> told = new HashSet<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(STATUSES));
      consumer.seekToBeginning(List.of(STATUSES));
      long end = Objects.requireNonNull(consumer.endOffsets(List.of(STATUSES)).get(STATUSES));
      while (consumer.position(STATUSES) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          try {
            ComponentKey key = keys.deserialize(record.topic(), record.key());
            if (key.getProgram().equals(program)
                && key.getSubject().equals(endpoint)
                && !key.getTable().isEmpty()) {
              note(
                  told,
                  TableName.parse(key.getTable()),
                  values.deserialize(record.topic(), record.value()));
            }
          } catch (SerializationException e) {
            RegistryWait.throwIfDue(e);
            // Whoever wrote it, a capture does not stand still for what is said about captures.
            LOG.debug("Status at offset {} cannot be read", record.offset(), e);
          }
        }
      }
    }
    return told;
  }

  private static void note(Set<TableName> told, TableName table, @Nullable ComponentStatus status) {
    if (status == null || status.getState() == ComponentState.STOPPED) {
      told.remove(table);
    } else {
      told.add(table);
    }
  }
}
