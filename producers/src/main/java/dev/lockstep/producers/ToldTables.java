package dev.lockstep.producers;

import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.codec.RegistryWait;
import dev.lockstep.schema.event.ComponentKey;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.kafka.TopicMap;
import dev.lockstep.schema.topic.TableName;
import dev.lockstep.schema.topic.Topics;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of an endpoint of which something was said that still stands, by this process or by
 * one before it: what is gone from the database in between is known only from here.
 */
final class ToldTables {

  private static final Logger LOG = LoggerFactory.getLogger(ToldTables.class);
  private static final TopicPartition STATUSES =
      new TopicPartition(Topics.COMPONENT_STATUS.name(), 0);

  private ToldTables() {}

  /** The topic must be there. */
  static Set<TableName> of(
      String program, String endpoint, Map<String, Object> kafka, Map<String, Object> codec) {
    Set<TableName> told = new HashSet<>();
    try (TopicMap<ComponentKey, ComponentStatus> statuses =
        new TopicMap<>(
            kafka,
            STATUSES,
            Avro.<ComponentKey>specific(codec, true).deserializer(),
            Avro.<ComponentStatus>specific(codec, false).deserializer(),
            ToldTables::unreadable)) {
      statuses.readToEnd();
      statuses
          .entries()
          .forEach(
              (key, status) -> {
                if (key.getProgram().equals(program)
                    && key.getSubject().equals(endpoint)
                    && !key.getTable().isEmpty()
                    && status.getState() != ComponentState.STOPPED) {
                  told.add(TableName.parse(key.getTable()));
                }
              });
    }
    return told;
  }

  private static void unreadable(
      ConsumerRecord<byte[], byte[]> record, SerializationException why) {
    RegistryWait.throwIfDue(why);
    // Whoever wrote it, a capture does not stand still for what is said about captures.
    LOG.debug("Status at offset {} cannot be read", record.offset(), why);
  }
}
