package dev.lockstep.producers.publish;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.event.CapturePosition;
import dev.lockstep.schema.event.EndpointKey;
import dev.lockstep.schema.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Finds the committed position of an endpoint (invariant 1). To be asked after older producers have
 * been fenced: then nothing can be added behind the end that is read here.
 *
 * <p>Reads to the end of all records, and not of those that a read_committed reader is shown: an
 * open transaction would hide what others have committed behind it, and the capture would resume
 * from an older position. Whoever holds one open is waited for; rather than find less, this fails.
 * Reads backwards in growing steps, since the newest record is near the end unless the endpoint has
 * been idle for long.
 */
public final class PositionReader {

  private static final long FIRST_STEP = 500;
  private static final int STEP_GROWTH = 8;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<String, Object> kafka;
  private final Deserializer<EndpointKey> keys;
  private final Deserializer<CapturePosition> values;
  private final Duration patience;

  public PositionReader(Map<String, Object> kafka, Map<String, Object> codec) {
    this(kafka, codec, PATIENCE);
  }

  PositionReader(Map<String, Object> kafka, Map<String, Object> codec, Duration patience) {
    this.kafka = Map.copyOf(kafka);
    this.keys = Avro.<EndpointKey>specific(codec, true).deserializer();
    this.values = Avro.<CapturePosition>specific(codec, false).deserializer();
    this.patience = patience;
  }

  /** The position of an endpoint; empty before its first. */
  public Optional<Position> read(String endpoint) {
    Optional<Position> own = newest(Topics.positions(endpoint).name(), endpoint);
    return own.isPresent() ? own : newest(Topics.SHARED_POSITIONS, endpoint);
  }

  /**
   * The same, for whoever has fenced the older producers: moves a position that an earlier release
   * left among those of all endpoints to the endpoint's own topic.
   */
  public Optional<Position> take(String endpoint, TransactionalLog log) {
    Optional<Position> own = newest(Topics.positions(endpoint).name(), endpoint);
    if (own.isPresent()) {
      return own;
    }
    Optional<Position> shared = newest(Topics.SHARED_POSITIONS, endpoint);
    if (shared.isPresent()) {
      EndpointKey key = new EndpointKey(endpoint);
      log.send(Topics.positions(endpoint).name(), 0, key, shared.get().toRecord(endpoint));
      log.send(Topics.SHARED_POSITIONS, 0, key, null);
      log.commit();
    }
    return shared;
  }

  private Optional<Position> newest(String topic, String endpoint) {
    TopicPartition partition = new TopicPartition(topic, 0);
    Optional<Offsets> offsets = offsets(partition);
    if (offsets.isEmpty()) {
      return Optional.empty();
    }
    try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_committed")) {
      consumer.assign(List.of(partition));
      long start = offsets.get().start;
      long to = offsets.get().end;
      for (long step = FIRST_STEP; to > start; step *= STEP_GROWTH) {
        long from = Math.max(start, to - step);
        Optional<Found> found = newest(consumer, partition, endpoint, from, to);
        if (found.isPresent()) {
          return found.get().position;
        }
        to = from;
      }
      return Optional.empty();
    }
  }

  private record Offsets(long start, long end) {}

  /** What the newest record says: that there is none any more, too. */
  private record Found(Optional<Position> position) {}

  /** Of all records, open transactions among them; empty when there is no such topic. */
  private Optional<Offsets> offsets(TopicPartition partition) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_uncommitted")) {
      if (consumer.partitionsFor(partition.topic()).isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new Offsets(
              only(consumer.beginningOffsets(List.of(partition))),
              only(consumer.endOffsets(List.of(partition)))));
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("isolation.level", isolation);
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "earliest");
    properties.put("allow.auto.create.topics", "false");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static long only(Map<TopicPartition, Long> offsets) {
    return offsets.values().iterator().next();
  }

  private Optional<Found> newest(
      KafkaConsumer<byte[], byte[]> consumer,
      TopicPartition partition,
      String endpoint,
      long from,
      long to) {
    Optional<Found> newest = Optional.empty();
    consumer.seek(partition, from);
    long moved = System.nanoTime();
    long reached = from;
    while (reached < to) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < to && isOf(endpoint, record)) {
          newest = Optional.of(new Found(position(record)));
        }
      }
      long now = System.nanoTime();
      if (consumer.position(partition) > reached) {
        reached = consumer.position(partition);
        moved = now;
      } else if (now - moved > patience.toNanos()) {
        throw hidden(endpoint, partition, reached);
      }
    }
    return newest;
  }

  private boolean isOf(String endpoint, ConsumerRecord<byte[], byte[]> record) {
    return keys.deserialize(record.topic(), record.key()).getEndpoint().equals(endpoint);
  }

  private Optional<Position> position(ConsumerRecord<byte[], byte[]> record) {
    return record.value() == null
        ? Optional.empty()
        : Optional.of(Position.of(values.deserialize(record.topic(), record.value())));
  }

  private LockstepException hidden(String endpoint, TopicPartition partition, long reached) {
    return new LockstepException(
        LockstepException.Category.EXTERNAL,
        "The position of endpoint %s cannot be read: a transaction has been open in topic %s at offset %d for %d s."
            .formatted(endpoint, partition.topic(), reached, patience.toSeconds()),
        "It is tried again until Kafka has ended that transaction; one that it never ends is found and ended by kafka-transactions.sh.");
  }
}
