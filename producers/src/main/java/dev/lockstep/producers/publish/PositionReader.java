package dev.lockstep.producers.publish;

import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.event.CapturePosition;
import dev.lockstep.schema.event.EndpointKey;
import dev.lockstep.schema.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Finds the committed position of an endpoint. To be asked after older producers have been fenced:
 * then nothing can be added behind the end that is read here. Reads backwards in growing steps,
 * since the newest record of an endpoint is near the end unless it has been idle for long.
 */
public final class PositionReader {

  private static final TopicPartition POSITIONS = new TopicPartition(Topics.POSITIONS.name(), 0);
  private static final long FIRST_STEP = 500;
  private static final int STEP_GROWTH = 8;
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> kafka;
  private final Map<String, Object> codec;

  public PositionReader(Map<String, Object> kafka, Map<String, Object> codec) {
    this.kafka = Map.copyOf(kafka);
    this.codec = Map.copyOf(codec);
  }

  public Optional<Position> read(String endpoint) {
    Map<String, Object> properties = new java.util.HashMap<>(kafka);
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "earliest");
    Deserializer<EndpointKey> keys = Avro.<EndpointKey>specific(codec, true).deserializer();
    Deserializer<CapturePosition> values =
        Avro.<CapturePosition>specific(codec, false).deserializer();
    try (KafkaConsumer<EndpointKey, CapturePosition> consumer =
        new KafkaConsumer<>(properties, keys, values)) {
      consumer.assign(List.of(POSITIONS));
      long start = only(consumer.beginningOffsets(List.of(POSITIONS)));
      long end = only(consumer.endOffsets(List.of(POSITIONS)));
      long to = end;
      for (long step = FIRST_STEP; to > start; step *= STEP_GROWTH) {
        long from = Math.max(start, to - step);
        Optional<Position> newest = newest(consumer, endpoint, from, to);
        if (newest.isPresent()) {
          return newest;
        }
        to = from;
      }
      return Optional.empty();
    }
  }

  private static long only(Map<TopicPartition, Long> offsets) {
    return offsets.values().iterator().next();
  }

  private static Optional<Position> newest(
      KafkaConsumer<EndpointKey, CapturePosition> consumer, String endpoint, long from, long to) {
    Optional<Position> newest = Optional.empty();
    consumer.seek(POSITIONS, from);
    while (consumer.position(POSITIONS) < to) {
      for (ConsumerRecord<EndpointKey, CapturePosition> record : consumer.poll(POLL)) {
        if (record.offset() < to && record.key().getEndpoint().equals(endpoint)) {
          newest = Optional.ofNullable(record.value()).map(Position::of);
        }
      }
    }
    return newest;
  }
}
