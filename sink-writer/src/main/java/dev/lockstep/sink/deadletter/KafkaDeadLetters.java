package dev.lockstep.sink.deadletter;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.event.DeadLetter;
import dev.lockstep.schema.event.IdKey;
import dev.lockstep.schema.row.KeyShape;
import dev.lockstep.schema.topic.ChangeTopic;
import dev.lockstep.schema.topic.Topics;
import dev.lockstep.sink.apply.Change;
import dev.lockstep.sink.apply.DeadLetters;
import dev.lockstep.sink.apply.RowKey;
import dev.lockstep.sink.apply.TargetError;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters of one flow in their topic.
 *
 * <p>Kafka has acknowledged a letter before the target's progress passes its record (invariant 5).
 * One that is too large for that goes without its record, and says where that stands. A crash in
 * between writes it again under the same id. Thread-safe.
 */
public final class KafkaDeadLetters implements DeadLetters, AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** As much as captures write: what they could, can be kept. */
  private static final int MAX_REQUEST_BYTES = 16 << 20;

  private static final int MAX_TEXT = 4096;

  private final String flow;
  private final Clock clock;
  private final Producer<IdKey, DeadLetter> producer;

  public KafkaDeadLetters(LockstepConfig config, String flow, Clock clock) {
    this.flow = flow;
    this.clock = clock;
    Map<String, Object> properties = config.kafka().client();
    properties.put("acks", "all");
    properties.put("enable.idempotence", true);
    properties.put("linger.ms", 0);
    properties.putIfAbsent("max.request.size", MAX_REQUEST_BYTES);
    properties.putIfAbsent("compression.type", "lz4");
    properties.put("max.block.ms", TIMEOUT.toMillis());
    properties.put("delivery.timeout.ms", (int) TIMEOUT.toMillis());
    properties.put("request.timeout.ms", (int) TIMEOUT.toMillis() / 2);
    Serializer<IdKey> keys = Avro.<IdKey>specific(config.registry().codec(), true).serializer();
    Serializer<DeadLetter> values =
        Avro.<DeadLetter>specific(config.registry().codec(), false).serializer();
    this.producer = new KafkaProducer<>(properties, keys, values);
  }

  @Override
  public void keep(Change change, TargetError error) throws DeadLetterException {
    DeadLetter whole = letter(change, error);
    if (!send(whole) && !send(withoutRecord(whole, change)) && !send(bare(whole, change))) {
      throw new DeadLetterException(
          "Kafka takes not even its bare facts; raise max.message.bytes of "
              + Topics.DEAD_LETTERS.name(),
          new RecordTooLargeException());
    }
  }

  /** Whether Kafka took it; false when it is too large for that. */
  private boolean send(DeadLetter letter) throws DeadLetterException {
    try {
      producer
          .send(new ProducerRecord<>(Topics.DEAD_LETTERS.name(), new IdKey(letter.getId()), letter))
          .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeadLetterException("interrupted", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (isTooLarge(cause)) {
        return false;
      }
      throw new DeadLetterException(LockstepException.messageOf(cause), cause);
    } catch (TimeoutException e) {
      throw new DeadLetterException("no answer within " + TIMEOUT.toSeconds() + " s", e);
    } catch (KafkaException e) {
      if (isTooLarge(e)) {
        return false;
      }
      throw new DeadLetterException(LockstepException.messageOf(e), e);
    }
  }

  private static boolean isTooLarge(Throwable e) {
    return e instanceof RecordTooLargeException || e instanceof RecordBatchTooLargeException;
  }

  /** A value that is cut off would be taken for one: the place where it stands whole is better. */
  private static DeadLetter withoutRecord(DeadLetter whole, Change change) {
    return DeadLetter.newBuilder(whole)
        .setKey(cut(whole.getKey()))
        .setError(
            cut(whole.getError())
                + " The record of %d bytes is too large for %s and stands whole only at offset %d of %s, for as long as topics.retention keeps it."
                    .formatted(
                        change.raw().sizeBytes(),
                        Topics.DEAD_LETTERS.name(),
                        change.offset(),
                        change.partition()))
        .setRecordValue(null)
        .build();
  }

  private static DeadLetter bare(DeadLetter whole, Change change) {
    return DeadLetter.newBuilder(withoutRecord(whole, change)).setRecordKey(null).build();
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }

  private DeadLetter letter(Change change, TargetError error) {
    return DeadLetter.newBuilder()
        .setId(
            change.partition().topicId()
                + "-"
                + change.partition().partition()
                + "-"
                + change.offset())
        .setFlow(flow)
        .setTable(table(change.partition().topic()))
        .setKey(keyText(change.key()))
        .setTopic(change.partition().topic())
        .setPartition(change.partition().partition())
        .setOffset(change.offset())
        .setErrorClass(error.errorClass())
        .setError(error.message())
        .setRecordKey(buffer(change.raw().key()))
        .setRecordValue(buffer(change.raw().value()))
        .setAt(clock.instant())
        .build();
  }

  private static String table(String topic) {
    return ChangeTopic.parse(topic).map(parsed -> parsed.table().toString()).orElse(topic);
  }

  private static String keyText(@Nullable RowKey key) {
    return key == null ? "" : KeyShape.of(key.columns().getSchema()).text(key.columns());
  }

  private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
