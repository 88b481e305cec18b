package dev.lockstep.streams.verdict;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches records by assigning, seeking and polling: no group, nothing is committed. The consumer
 * is made at the first need, since most tasks never have one. Thread-confined to its task.
 */
public final class KafkaRecordFetcher implements RecordFetcher {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaRecordFetcher.class);

  private final Map<String, Object> config;
  private final Duration patience;
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;

  public KafkaRecordFetcher(Map<String, Object> client, Duration patience) {
    config = new HashMap<>(client);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 64 * 1024);
    config.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, 64 * 1024);
    this.patience = patience;
  }

  @Override
  public Optional<Fetched> fetch(String topic, int partition, long offset) {
    TopicPartition place = new TopicPartition(topic, partition);
    try {
      KafkaConsumer<byte[], byte[]> open = consumer();
      open.assign(List.of(place));
      open.seek(place, offset);
      long deadline = System.nanoTime() + patience.toNanos();
      while (System.nanoTime() < deadline) {
        for (ConsumerRecord<byte[], byte[]> record : open.poll(Duration.ofMillis(200))) {
          return record.offset() == offset
              ? Optional.of(new Fetched(record.key(), record.value()))
              : Optional.empty();
        }
      }
      LOG.warn("Offset {} of {} did not come within {}", offset, place, patience);
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warn("Offset {} of {} cannot be fetched: {}", offset, place, e.getMessage());
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    KafkaConsumer<byte[], byte[]> open = consumer;
    consumer = null;
    if (open != null) {
      open.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    KafkaConsumer<byte[], byte[]> open = consumer;
    if (open == null) {
      open = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      consumer = open;
    }
    return open;
  }
}
