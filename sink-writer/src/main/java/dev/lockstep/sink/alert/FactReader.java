package dev.lockstep.sink.alert;

import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.codec.RegistryWait;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.DeadLetter;
import dev.lockstep.schema.event.TableLag;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.topic.TopicSpec;
import dev.lockstep.schema.topic.Topics;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Records of the fact topics as facts. One that cannot be read is a fact of its own; one whose
 * schema the registry does not give has to wait.
 */
final class FactReader {

  /** How the records of one topic are read. */
  private interface Reader {
    Fact read(String topic, byte[] value);
  }

  private final Map<String, Reader> readers = new HashMap<>();

  FactReader(Map<String, Object> codec) {
    reader(Topics.VERDICTS, Avro.<Verdict>specific(codec, false).deserializer(), Fact.OfRow::new);
    reader(
        Topics.TABLE_STATUS,
        Avro.<TableStatus>specific(codec, false).deserializer(),
        Fact.OfTable::new);
    reader(Topics.LAG, Avro.<TableLag>specific(codec, false).deserializer(), Fact.OfLag::new);
    reader(
        Topics.COMPONENT_STATUS,
        Avro.<ComponentStatus>specific(codec, false).deserializer(),
        Fact.OfComponent::new);
    reader(
        Topics.DEAD_LETTERS,
        Avro.<DeadLetter>specific(codec, false).deserializer(),
        Fact.OfDeadLetter::new);
  }

  private <T extends SpecificRecord> void reader(
      TopicSpec topic, Deserializer<T> values, Function<T, Fact> fact) {
    readers.put(topic.name(), (name, value) -> fact.apply(values.deserialize(name, value)));
  }

  /** Empty for a tombstone. */
  Optional<Fact> read(ConsumerRecord<byte[], byte[]> record) {
    Reader reader = readers.get(record.topic());
    if (record.value() == null || reader == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(reader.read(record.topic(), record.value()));
    } catch (SerializationException e) {
      RegistryWait.throwIfDue(e);
      return Optional.of(
          new Fact.Unreadable(
              record.topic(),
              record.partition(),
              record.offset(),
              String.valueOf(e.getMessage()),
              Instant.ofEpochMilli(record.timestamp())));
    }
  }
}
