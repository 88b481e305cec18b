package dev.lockstep.producers.reread;

import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.event.Reread;
import dev.lockstep.schema.event.RereadKey;
import dev.lockstep.schema.topic.TableName;
import dev.lockstep.schema.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what people ask to be read anew, for all captures of one process, on a thread of its own.
 * A request is open until an answer with its id has been read; captures look at the open ones in
 * each of their turns and know themselves which of these they have taken up. Bounded by the tables
 * that there are: a later request for a table takes the place of an earlier one.
 */
public final class RereadRequests implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RereadRequests.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);
  private static final TopicPartition REQUESTS = new TopicPartition(Topics.REREADS.name(), 0);

  private final Map<String, Object> kafka;
  private final Map<String, Object> codec;
  private final Map<RereadKey, Reread> newest = new LinkedHashMap<>();
  private final Thread thread;
  private volatile Map<String, Map<TableName, Reread>> open = Map.of();
  private volatile boolean closed;

  private RereadRequests(Map<String, Object> kafka, Map<String, Object> codec) {
    this.kafka = Map.copyOf(kafka);
    this.codec = Map.copyOf(codec);
    this.thread = new Thread(this::run, "reread-requests");
    this.thread.setDaemon(true);
  }

  public static RereadRequests start(Map<String, Object> kafka, Map<String, Object> codec) {
    RereadRequests requests = new RereadRequests(kafka, codec);
    requests.thread.start();
    return requests;
  }

  /** Requests of an endpoint that are not answered. */
  public Map<TableName, Reread> of(String endpoint) {
    return open.getOrDefault(endpoint, Map.of());
  }

  private void run() {
    while (!closed) {
      try {
        follow();
      } catch (InterruptException | WakeupException e) {
        return;
      } catch (KafkaException e) {
        LOG.warn("Requests to read tables anew cannot be read; trying again", e);
        try {
          Thread.sleep(PAUSE);
        } catch (InterruptedException interrupted) {
          return;
        }
      }
    }
  }

  private void follow() {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "earliest");
    Deserializer<RereadKey> keys = Avro.<RereadKey>specific(codec, true).deserializer();
    Deserializer<Reread> values = Avro.<Reread>specific(codec, false).deserializer();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(REQUESTS));
      consumer.seekToBeginning(List.of(REQUESTS));
      long answeredBefore =
          Objects.requireNonNull(consumer.endOffsets(List.of(REQUESTS)).get(REQUESTS));
      while (!closed) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          read(record, keys, values);
        }
        // Before that an old request would be shown without its answer.
        if (consumer.position(REQUESTS) >= answeredBefore) {
          open = opened();
        }
      }
    }
  }

  private void read(
      ConsumerRecord<byte[], byte[]> record,
      Deserializer<RereadKey> keys,
      Deserializer<Reread> values) {
    if (record.value() == null) {
      return;
    }
    try {
      RereadKey key = keys.deserialize(record.topic(), record.key());
      Reread value = values.deserialize(record.topic(), record.value());
      Reread before = newest.get(key);
      // The answer to an earlier request does not answer a later one that came meanwhile.
      if (before == null || !isAnswered(value) || before.getId().equals(value.getId())) {
        newest.put(key, value);
      }
    } catch (SerializationException e) {
      LOG.warn("The request at offset {} of {} cannot be read", record.offset(), record.topic(), e);
    }
  }

  private static boolean isAnswered(Reread value) {
    return value.getDoneAt() != null || value.getRefusal() != null;
  }

  private Map<String, Map<TableName, Reread>> opened() {
    Map<String, Map<TableName, Reread>> byEndpoint = new HashMap<>();
    newest.forEach(
        (key, value) -> {
          if (!isAnswered(value)) {
            byEndpoint
                .computeIfAbsent(key.getEndpoint(), endpoint -> new HashMap<>())
                .put(TableName.parse(Objects.requireNonNull(key.getTable())), value);
          }
        });
    return Map.copyOf(byEndpoint);
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(LONGEST_CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
