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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in Kafka what captures and tables are doing. Outside their transactions, since trouble must
 * be told just when these fail. The newest status of each endpoint and table is kept until it has
 * been told, however long Kafka is away: the last word of a capture that failed must not be lost.
 *
 * <p>Thread-safe; tells again on a thread of its own. What is kept is bounded by the tables.
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
  }

  /** How far a reading of rows is. */
  record Progress(
      Optional<String> message,
      long done,
      long total,
      OptionalDouble perSecond,
      Optional<Duration> remaining) {}

  static final String PROGRAM = "producers";
  private static final Logger LOG = LoggerFactory.getLogger(StatusReporter.class);

  private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

  private final Producer<IndexedRecord, IndexedRecord> producer;
  private final Clock clock;
  private final Map<ComponentKey, Untold> untold = new LinkedHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private record Untold(ComponentStatus status, boolean failed) {}

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
    StatusReporter reporter =
        new StatusReporter(new KafkaProducer<>(properties, keys, values), clock);
    Thread thread = new Thread(reporter::tellAgain, "producers-status");
    thread.setDaemon(true);
    thread.start();
    return reporter;
  }

  void endpoint(String endpoint, Status status) {
    send(endpoint, "", status);
  }

  void table(String endpoint, TableName table, Status status) {
    send(endpoint, table.toString(), status);
  }

  /** An endpoint, or one table of it, is being read. */
  void reading(String endpoint, String table, Progress progress) {
    send(
        endpoint,
        table,
        ComponentStatus.newBuilder()
            .setProgram(PROGRAM)
            .setSubject(endpoint)
            .setTable(table)
            .setState(ComponentState.SNAPSHOT)
            .setMessage(progress.message.orElse(null))
            .setDone(progress.done)
            .setTotal(progress.total)
            .setRatePerSecond(
                progress.perSecond.isPresent() ? progress.perSecond.getAsDouble() : null)
            .setRemainingMillis(progress.remaining.map(Duration::toMillis).orElse(null))
            .setAt(clock.instant())
            .build());
  }

  private void send(String endpoint, String table, Status status) {
    send(
        endpoint,
        table,
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
            .build());
  }

  private void send(String endpoint, String table, ComponentStatus record) {
    tell(new ComponentKey(PROGRAM, endpoint, table), record);
  }

  private void tell(ComponentKey key, ComponentStatus status) {
    synchronized (untold) {
      untold.put(key, new Untold(status, false));
    }
    try {
      producer.send(
          new ProducerRecord<>(Topics.COMPONENT_STATUS.name(), key, status),
          (metadata, failure) -> told(key, status, failure));
    } catch (KafkaException e) {
      told(key, status, e);
    }
  }

  /** Of a status that a newer one has replaced meanwhile it does not matter. */
  @SuppressWarnings("ReferenceEquality") // The very same: an equal one is to be told, too.
  private void told(ComponentKey key, ComponentStatus status, @Nullable Exception failure) {
    synchronized (untold) {
      Untold newest = untold.get(key);
      if (newest == null || newest.status != status) {
        return;
      }
      if (failure == null) {
        untold.remove(key);
        return;
      }
      untold.put(key, new Untold(status, true));
    }
    LOG.warn(
        "Status {} of {} {} cannot be told yet: {}",
        status.getState(),
        key.getSubject(),
        key.getTable(),
        failure.toString());
  }

  /** Whether Kafka has taken the newest status of everything. */
  boolean isTold() {
    synchronized (untold) {
      return untold.isEmpty();
    }
  }

  private void tellAgain() {
    try {
      while (!closed.await(AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
        tellFailedAgain();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void tellFailedAgain() {
    Map<ComponentKey, ComponentStatus> failed = new LinkedHashMap<>();
    synchronized (untold) {
      untold.forEach(
          (key, status) -> {
            if (status.failed) {
              failed.put(key, status.status);
            }
          });
    }
    failed.forEach(this::tellIfNewest);
  }

  @SuppressWarnings("ReferenceEquality")
  private void tellIfNewest(ComponentKey key, ComponentStatus status) {
    synchronized (untold) {
      Untold newest = untold.get(key);
      if (newest == null || newest.status != status) {
        return;
      }
    }
    tell(key, status);
  }

  @Override
  public void close() {
    closed.countDown();
    producer.close(Duration.ofSeconds(5));
  }
}
