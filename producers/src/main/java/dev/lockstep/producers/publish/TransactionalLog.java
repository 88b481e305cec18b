package dev.lockstep.producers.publish;

import dev.lockstep.schema.codec.AvroSerializer;
import dev.lockstep.schema.event.EndpointKey;
import dev.lockstep.schema.kafka.Tenure;
import dev.lockstep.schema.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.jspecify.annotations.Nullable;

/**
 * Kafka as one capture writes it: records in transactions under the endpoint's transactional id.
 * Opening it fences whoever wrote under that id before. A failed send surfaces at the commit, after
 * which this is of no more use: whoever holds it closes it and starts again from the position that
 * is committed.
 */
public final class TransactionalLog implements AutoCloseable {

  /** Header of positions: who wrote them. */
  static final String SIGNATURE = "lockstep.capture.instance";

  private static final Duration CLOSE = Duration.ofSeconds(2);

  /** Memory for the largest message has to be there, but is not for many small ones to wait in. */
  private static final long WAITING_BYTES = 32L << 20;

  private final Producer<IndexedRecord, IndexedRecord> producer;
  private final LongSupplier serialized;
  private final Tenure tenure = new Tenure();

  /** What is signed: the newest of it says who wrote last. */
  private final String signed;

  private long serializedAtFlush;
  private boolean open;
  private long openedNanos;

  /**
   * @param serialized bytes given to the producer so far
   */
  TransactionalLog(Producer<IndexedRecord, IndexedRecord> producer, LongSupplier serialized) {
    this(producer, serialized, "");
  }

  private TransactionalLog(
      Producer<IndexedRecord, IndexedRecord> producer, LongSupplier serialized, String signed) {
    this.producer = producer;
    this.serialized = serialized;
    this.signed = signed;
  }

  /**
   * @param largestMessage what a topic takes
   */
  public static TransactionalLog open(
      String endpoint,
      Map<String, Object> kafka,
      Map<String, Object> codec,
      Duration timeout,
      ToIntFunction<String> largestMessage) {
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
    properties.putIfAbsent("max.request.size", Topics.MAX_MESSAGE_BYTES + SizeLimit.ROOM_BYTES);
    properties.putIfAbsent("buffer.memory", Topics.MAX_MESSAGE_BYTES + WAITING_BYTES);
    properties.putIfAbsent("compression.type", "lz4");
    AvroSerializer<IndexedRecord> keys = new AvroSerializer<>();
    keys.configure(codec, true);
    AvroSerializer<IndexedRecord> values = new AvroSerializer<>();
    values.configure(codec, false);
    SizeLimit sized =
        new SizeLimit(
            values,
            (int)
                Math.min(
                    number(properties, "max.request.size"), number(properties, "buffer.memory")),
            largestMessage,
            Compression.of(String.valueOf(properties.get("compression.type"))).build());
    KafkaProducer<IndexedRecord, IndexedRecord> producer =
        new KafkaProducer<>(properties, keys, sized);
    TransactionalLog log =
        new TransactionalLog(producer, sized::serialized, Topics.positions(endpoint).name());
    try {
      producer.initTransactions();
      return log;
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  private static long number(Map<String, Object> properties, String key) {
    return Long.parseLong(String.valueOf(properties.get(key)));
  }

  /**
   * Throws {@link SizeLimit.TooLargeException} when Kafka would not take it; nothing is sent then.
   */
  void send(
      String topic, int partition, @Nullable IndexedRecord key, @Nullable IndexedRecord value) {
    if (!open) {
      producer.beginTransaction();
      open = true;
      openedNanos = System.nanoTime();
    }
    ProducerRecord<IndexedRecord, IndexedRecord> record =
        new ProducerRecord<>(topic, partition, key, value);
    if (topic.equals(signed)) {
      record.headers().add(SIGNATURE, tenure.id().getBytes(StandardCharsets.UTF_8));
    }
    producer.send(record);
    if (serialized.getAsLong() - serializedAtFlush > WAITING_BYTES) {
      producer.flush();
      serializedAtFlush = serialized.getAsLong();
    }
  }

  /**
   * Says that this instance writes from here on, before anything else: under a key of its own,
   * which no endpoint has.
   */
  void sign() {
    send(signed, 0, new EndpointKey(""), null);
    commit();
    tenure.signed();
  }

  /** The time in which this is the only one to write. */
  public Tenure tenure() {
    return tenure;
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
      serializedAtFlush = serialized.getAsLong();
    }
  }

  /** Drops what is not committed. */
  @Override
  public void close() {
    producer.close(CLOSE);
  }
}
