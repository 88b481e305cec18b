package dev.lockstep.producers.reread;

import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.event.Reread;
import dev.lockstep.schema.event.RereadKey;
import dev.lockstep.schema.kafka.Backoff;
import dev.lockstep.schema.kafka.Retries;
import dev.lockstep.schema.kafka.TopicFollower;
import dev.lockstep.schema.kafka.TopicMap;
import dev.lockstep.schema.topic.TableName;
import dev.lockstep.schema.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
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
  private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(15));
  private static final Duration CALM = Duration.ofMinutes(1);
  private static final Duration FOLLOWED_WITHIN = Duration.ofSeconds(1);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);
  private static final TopicPartition REQUESTS = new TopicPartition(Topics.REREADS.name(), 0);

  private final Map<String, Object> kafka;
  private final Map<String, Object> codec;
  private final Thread thread;
  private volatile Map<String, Map<TableName, Reread>> open = Map.of();
  private final CountDownLatch closed = new CountDownLatch(1);

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
    Retries retries = new Retries(PAUSES, CALM, System::nanoTime);
    while (!isClosed()) {
      try {
        follow();
      } catch (InterruptException | WakeupException e) {
        return;
      } catch (KafkaException e) {
        Duration pause = retries.next();
        LOG.warn("Requests to read tables anew cannot be read; trying again in {}", pause, e);
        try {
          closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
          return;
        }
      }
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void follow() {
    try (TopicMap<RereadKey, Reread> newest =
        new TopicMap<>(
            kafka,
            REQUESTS,
            Avro.<RereadKey>specific(codec, true).deserializer(),
            Avro.<Reread>specific(codec, false).deserializer(),
            RereadRequests::unreadable,
            RereadRequests::newer,
            TopicFollower.PATIENCE)) {
      // Before that an old request would be shown without its answer, which another capture's open
      // transaction may hide.
      newest.readToEnd();
      while (!isClosed()) {
        open = opened(newest.entries());
        newest.follow(POLL);
      }
    }
  }

  private static void unreadable(
      ConsumerRecord<byte[], byte[]> record, SerializationException why) {
    LOG.warn("The request at offset {} of {} cannot be read", record.offset(), record.topic(), why);
  }

  /** The answer to an earlier request does not answer a later one that came meanwhile. */
  private static Reread newer(Reread before, Reread value) {
    return !isAnswered(value) || before.getId().equals(value.getId()) ? value : before;
  }

  private static boolean isAnswered(Reread value) {
    return value.getDoneAt() != null || value.getRefusal() != null;
  }

  private static Map<String, Map<TableName, Reread>> opened(Map<RereadKey, Reread> newest) {
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
    closed.countDown();
    try {
      if (!thread.join(FOLLOWED_WITHIN)) {
        // It waits for somebody's transaction to end, or for Kafka.
        thread.interrupt();
        thread.join(LONGEST_CLOSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
