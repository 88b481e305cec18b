package dev.lockstep.streams;

import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.flow.config.StreamsSettings;
import dev.lockstep.streams.store.BoundedRocksDb;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of Kafka Streams, with the bounds named. */
final class StreamsProperties {

  /** New tables join within this. */
  private static final int METADATA_MAX_AGE_MILLIS = 2_000;

  private static final long INPUT_BUFFER_BYTES = 32L << 20;
  private static final int FETCH_BYTES = 8 << 20;

  /**
   * Little at a time: what partitions say of how they stand is read behind what has been fetched of
   * changes, by the same consumer, and with four times this it was said every nine seconds only
   * while much was to be read, and not read any faster.
   */
  private static final int PARTITION_FETCH_BYTES = 128 << 10;

  /** They come whole, and may be a hundred times as large as what was fetched of them. */
  private static final int RECORDS_AT_ONCE = 500;

  private static final long PRODUCER_BUFFER_BYTES = 16L << 20;
  private static final int BATCH_BYTES = 64 << 10;

  /**
   * Longer than any commit takes. A restart with the same state directory fences the old
   * transaction at once, so this only bounds how long readers wait after the directory was lost.
   */
  private static final int TRANSACTION_TIMEOUT_MILLIS = 300_000;

  /** A commit sends what waits, and nothing is visible before: earlier requests are only more. */
  private static final int LINGER_MILLIS = 1_000;

  private static final int MAX_POLL_INTERVAL_MILLIS = 600_000;
  private static final int SESSION_TIMEOUT_MILLIS = 10_000;

  private StreamsProperties() {}

  static Map<String, Object> of(LockstepConfig config) {
    StreamsSettings settings = config.streams();
    Map<String, Object> properties = config.kafka().client();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, ApplicationId.of(settings));
    properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDirectory().toString());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitInterval().toMillis());
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
    properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbyReplicas());
    properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) config.topics().replication());
    properties.put("input.buffer.max.bytes", INPUT_BUFFER_BYTES);
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    properties.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, UnreadableStatus.class);
    // The judge takes its inputs in any order, so no input waits for another to be fetched. By
    // default a task stands still while any of its topics may have more, which with transactions
    // is nearly always.
    properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    properties.put(StreamsConfig.METADATA_MAX_AGE_CONFIG, METADATA_MAX_AGE_MILLIS);
    consumer(properties);
    put(
        properties,
        ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
        InstanceId.of(settings.stateDirectory()));
    producer(properties);
    return properties;
  }

  /**
   * One request at a time: at the start of each transaction the broker may refuse a first batch for
   * a moment, and would call every batch already sent behind it out of order.
   */
  private static void producer(Map<String, Object> properties) {
    Map<String, Object> settings =
        Map.of(
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            TRANSACTION_TIMEOUT_MILLIS,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            PRODUCER_BUFFER_BYTES,
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            1,
            ProducerConfig.BATCH_SIZE_CONFIG,
            BATCH_BYTES,
            ProducerConfig.LINGER_MS_CONFIG,
            LINGER_MILLIS,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4");
    settings.forEach((key, value) -> properties.put(StreamsConfig.producerPrefix(key), value));
  }

  private static void consumer(Map<String, Object> properties) {
    put(properties, ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, MAX_POLL_INTERVAL_MILLIS);
    put(properties, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MILLIS);
    put(properties, ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    put(properties, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
    put(properties, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_AT_ONCE);
    put(properties, ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
  }

  private static void put(Map<String, Object> properties, String key, Object value) {
    properties.put(StreamsConfig.consumerPrefix(key), value);
  }
}
