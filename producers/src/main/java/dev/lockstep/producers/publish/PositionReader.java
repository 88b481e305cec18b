package dev.lockstep.producers.publish;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.event.CapturePosition;
import dev.lockstep.schema.event.EndpointKey;
import dev.lockstep.schema.kafka.NotReadInTimeException;
import dev.lockstep.schema.kafka.TopicFollower;
import dev.lockstep.schema.kafka.TopicMap;
import dev.lockstep.schema.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
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

  private final Map<String, Object> kafka;
  private final Deserializer<EndpointKey> keys;
  private final Deserializer<CapturePosition> values;
  private final Duration patience;

  public PositionReader(Map<String, Object> kafka, Map<String, Object> codec) {
    this(kafka, codec, TopicFollower.PATIENCE);
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
   * left among those of all endpoints to the endpoint's own topic. Signs first, so that those know
   * by whom they were fenced.
   */
  public Optional<Position> take(String endpoint, TransactionalLog log) {
    log.sign();
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

  /** Who wrote last to the endpoint's topic. */
  public Optional<String> lastSigned(String endpoint) {
    TopicPartition partition = new TopicPartition(Topics.positions(endpoint).name(), 0);
    List<String> signatures = new ArrayList<>();
    try (TopicFollower follower = new TopicFollower(kafka, List.of(partition), patience)) {
      follower.readBackwards(
          follower.ends(),
          FIRST_STEP,
          record -> {
            Header signature = record.headers().lastHeader(TransactionalLog.SIGNATURE);
            if (signature != null) {
              signatures.add(new String(signature.value(), StandardCharsets.UTF_8));
            }
          },
          searched -> !signatures.isEmpty());
    }
    return signatures.isEmpty() ? Optional.empty() : Optional.of(signatures.getLast());
  }

  private Optional<Position> newest(String topic, String endpoint) {
    try (TopicMap<EndpointKey, CapturePosition> positions =
        new TopicMap<>(
            kafka,
            new TopicPartition(topic, 0),
            keys,
            values,
            (record, why) -> {
              throw why;
            },
            (before, next) -> next,
            patience)) {
      return positions.isThere()
          ? positions
              .newest(new EndpointKey(endpoint), FIRST_STEP)
              .flatMap(TopicMap.Newest::value)
              .map(Position::of)
          : Optional.empty();
    } catch (NotReadInTimeException e) {
      throw e.isHidden() ? hidden(endpoint, e) : e;
    }
  }

  private static LockstepException hidden(String endpoint, NotReadInTimeException why) {
    return new LockstepException(
        LockstepException.Category.EXTERNAL,
        "The position of endpoint %s cannot be read: %s.".formatted(endpoint, why.getMessage()),
        "It is tried again until Kafka has ended that transaction; one that it never ends is found and ended by kafka-transactions.sh.",
        why);
  }
}
