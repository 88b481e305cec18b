package dev.lockstep.producers.publish;

import dev.lockstep.schema.codec.AvroSerializer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Kafka as one capture writes it: records in transactions under the endpoint's transactional id.
 * Opening it fences whoever wrote under that id before. A failed send surfaces at the commit, after
 * which this is of no more use: whoever holds it closes it and starts again from the position that
 * is committed.
 */
public final class TransactionalLog implements AutoCloseable {

  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final Producer<IndexedRecord, IndexedRecord> producer;
  private boolean open;
  private long openedNanos;

  TransactionalLog(Producer<IndexedRecord, IndexedRecord> producer) {
    this.producer = producer;
  }

  public static TransactionalLog open(
      String endpoint, Map<String, Object> kafka, Map<String, Object> codec, Duration timeout) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("transactional.id", "lockstep.capture." + endpoint);
    properties.put("client.id", "lockstep.capture." + endpoint);
    properties.put("enable.idempotence", "true");
    properties.put("acks", "all");
    properties.put("transaction.timeout.ms", (int) timeout.toMillis());
    // The commit sends what waits, and nothing is visible before: earlier requests are only more.
    properties.putIfAbsent("linger.ms", "1000");
    // While the last transaction's end is still being written the broker refuses the first batch
    // of the next, and would call every batch already sent behind it out of order.
    properties.put("max.in.flight.requests.per.connection", 1);
    properties.putIfAbsent("batch.size", 128 << 10);
    properties.putIfAbsent("buffer.memory", 32L << 20);
    properties.putIfAbsent("max.request.size", 16 << 20);
    properties.putIfAbsent("compression.type", "lz4");
    AvroSerializer<IndexedRecord> keys = new AvroSerializer<>();
    keys.configure(codec, true);
    AvroSerializer<IndexedRecord> values = new AvroSerializer<>();
    values.configure(codec, false);
    KafkaProducer<IndexedRecord, IndexedRecord> producer =
        new KafkaProducer<>(properties, keys, values);
    TransactionalLog log = new TransactionalLog(producer);
    try {
      producer.initTransactions();
      return log;
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  void send(
      String topic, int partition, @Nullable IndexedRecord key, @Nullable IndexedRecord value) {
    if (!open) {
      producer.beginTransaction();
      open = true;
      openedNanos = System.nanoTime();
    }
    producer.send(new ProducerRecord<>(topic, partition, key, value));
  }

  boolean isOpen() {
    return open;
  }

  Duration age() {
    return open ? Duration.ofNanos(System.nanoTime() - openedNanos) : Duration.ZERO;
  }

  void commit() {
    if (open) {
      producer.commitTransaction();
      open = false;
    }
  }

  /** Drops what is not committed. */
  @Override
  public void close() {
    producer.close(CLOSE);
  }
}
