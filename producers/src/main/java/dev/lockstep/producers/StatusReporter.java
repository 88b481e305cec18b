package dev.lockstep.producers;

import dev.lockstep.schema.codec.AvroSerializer;
import dev.lockstep.schema.event.ComponentKey;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.topic.TableName;
import dev.lockstep.schema.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in Kafka what captures and tables are doing. Outside their transactions, since trouble must
 * be told just when these fail; a status that cannot be told is logged.
 */
final class StatusReporter implements AutoCloseable {

  /** What a capture, or one table of it, is doing. */
  record Status(
      ComponentState state,
      Optional<String> message,
      Optional<String> remedy,
      long done,
      long total,
      Optional<String> position,
      OptionalLong behindMillis) {

    Status(
        ComponentState state,
        Optional<String> message,
        Optional<String> remedy,
        long done,
        long total) {
      this(state, message, remedy, done, total, Optional.empty(), OptionalLong.empty());
    }

    /** A capture follows the log, and how far it has got. */
    static Status running(String position, OptionalLong behindMillis) {
      return new Status(
          ComponentState.RUNNING,
          Optional.empty(),
          Optional.empty(),
          0,
          0,
          position.isEmpty() ? Optional.empty() : Optional.of(position),
          behindMillis);
    }

    static Status of(ComponentState state) {
      return new Status(state, Optional.empty(), Optional.empty(), 0, 0);
    }

    static Status of(ComponentState state, String message, String remedy) {
      return new Status(
          state,
          Optional.of(message),
          remedy.isEmpty() ? Optional.empty() : Optional.of(remedy),
          0,
          0);
    }

    static Status progress(ComponentState state, long done, long total) {
      return new Status(state, Optional.empty(), Optional.empty(), done, total);
    }
  }

  static final String PROGRAM = "producers";
  private static final Logger LOG = LoggerFactory.getLogger(StatusReporter.class);

  private final Producer<IndexedRecord, IndexedRecord> producer;
  private final Clock clock;

  StatusReporter(Producer<IndexedRecord, IndexedRecord> producer, Clock clock) {
    this.producer = producer;
    this.clock = clock;
  }

  static StatusReporter open(Map<String, Object> kafka, Map<String, Object> codec, Clock clock) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("client.id", "lockstep.producers.status");
    properties.put("max.block.ms", "5000");
    properties.put("acks", "all");
    AvroSerializer<IndexedRecord> keys = new AvroSerializer<>();
    keys.configure(codec, true);
    AvroSerializer<IndexedRecord> values = new AvroSerializer<>();
    values.configure(codec, false);
    return new StatusReporter(new KafkaProducer<>(properties, keys, values), clock);
  }

  void endpoint(String endpoint, Status status) {
    send(endpoint, "", status);
  }

  void table(String endpoint, TableName table, Status status) {
    send(endpoint, table.toString(), status);
  }

  private void send(String endpoint, String table, Status status) {
    ComponentStatus record =
        ComponentStatus.newBuilder()
            .setProgram(PROGRAM)
            .setSubject(endpoint)
            .setTable(table)
            .setState(status.state)
            .setMessage(status.message.orElse(null))
            .setRemedy(status.remedy.orElse(null))
            .setDone(status.done)
            .setTotal(status.total)
            .setPosition(status.position.orElse(null))
            .setBehindMillis(
                status.behindMillis.isPresent() ? status.behindMillis.getAsLong() : null)
            .setAt(clock.instant())
            .build();
    try {
      producer.send(
          new ProducerRecord<>(
              Topics.COMPONENT_STATUS.name(), new ComponentKey(PROGRAM, endpoint, table), record),
          (metadata, failure) -> {
            if (failure != null) {
              LOG.warn(
                  "Status of {} {} could not be told: {}", endpoint, table, failure.toString());
            }
          });
    } catch (KafkaException e) {
      LOG.warn("Status of {} {} could not be told: {}", endpoint, table, e.toString());
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
