package dev.lockstep.schema.registry;

import dev.lockstep.schema.kafka.Tenure;
import dev.lockstep.schema.kafka.TopicFollower;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The registry's log in one compacted partition.
 *
 * <p>Two registries that append to one log would give one id to two schemas. So each append is a
 * Kafka transaction under one transactional id: the instance that recovers last fences the others,
 * only then reads the log to its end, and claims it there. A fenced instance stays so only if
 * another has signed the log ({@link Tenure}), and recovers else. Being the only writer, it needs
 * no thread that follows the log: it reads its own entry back before it answers. Used under {@link
 * SchemaRegistry}'s lock. A crash leaves an open transaction, which the next recovery aborts.
 */
final class KafkaSchemaLog implements SchemaLog {

  private static final String TRANSACTIONAL_ID = "lockstep.registry";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Of the record that claims the log; other registries look at no headers. */
  private static final String CLAIM = "lockstep.registry.instance";

  private final Tenure tenure = new Tenure();
  private final Map<String, Object> client;
  private final TopicPartition partition;
  private final TopicFollower log;
  private @Nullable Producer<byte[], byte[]> producer;
  private String owner = "";
  private boolean claimed;
  private boolean fenced;

  KafkaSchemaLog(Map<String, Object> client, String topic) {
    this.client = Map.copyOf(client);
    this.partition = new TopicPartition(topic, 0);
    Map<String, Object> reading = new HashMap<>(client);
    reading.put(ConsumerConfig.CLIENT_ID_CONFIG, "lockstep-registry");
    this.log = new TopicFollower(reading, List.of(partition));
  }

  @Override
  public void recover(Follower follower) {
    requireNotFenced();
    closeProducer();
    try {
      // What another has open is not waited for: fencing ends it.
      log.readToCommittedEnd(record -> take(record, follower));
      requireNotTakenOver();
      // Fence first, then read: nobody can append behind what is signed here.
      Producer<byte[], byte[]> next = producer();
      producer = next;
      next.initTransactions();
      var claim = LogEntryJson.encode(partition, new LogEntry.Ignored());
      claim.headers().add(CLAIM, tenure.id().getBytes(StandardCharsets.UTF_8));
      write(next, claim, follower);
      tenure.signed();
      claimed = true;
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException | KafkaException e) {
      throw fault("The schema log cannot be read", e);
    }
  }

  @Override
  public void append(LogEntry entry, Follower follower) {
    requireNotFenced();
    Producer<byte[], byte[]> current = producer;
    if (current == null) {
      throw new IllegalStateException("recover() comes first");
    }
    try {
      write(current, LogEntryJson.encode(partition, entry), follower);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException | KafkaException e) {
      requireNotEnded(e, follower);
      throw fault("The schema log cannot be written", e);
    }
  }

  private void write(
      Producer<byte[], byte[]> writer,
      ProducerRecord<byte[], byte @Nullable []> record,
      Follower follower)
      throws InterruptedException, ExecutionException {
    writer.beginTransaction();
    var sent = writer.send(record);
    writer.commitTransaction();
    log.readTo(Map.of(partition, sent.get().offset() + 1), written -> take(written, follower));
  }

  private void readToEnd(Follower follower) {
    try {
      log.readToEnd(record -> take(record, follower));
    } catch (KafkaException e) {
      throw fault("The schema log cannot be read", e);
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record, Follower follower) {
    Header claim = record.headers().lastHeader(CLAIM);
    if (claim != null) {
      owner = new String(claim.value(), StandardCharsets.UTF_8);
    }
    follower.apply(decode(record));
  }

  private LogEntry decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return LogEntryJson.decode(record.key(), record.value());
    } catch (IOException e) {
      // Skipping it could give its id to another schema.
      throw new KafkaException(
          "The record at offset " + record.offset() + " of " + partition + " is no schema entry",
          e);
    }
  }

  private void requireNotTakenOver() {
    fenced = claimed && !owner.equals(tenure.id());
    requireNotFenced();
  }

  private void requireNotEnded(Exception failure, Follower follower) {
    Tenure.End end =
        tenure.ended(
            failure,
            () -> {
              readToEnd(follower);
              return Optional.of(owner);
            });
    fenced = end == Tenure.End.TAKEN_OVER;
    requireNotFenced();
  }

  private static RegistryFault interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return RegistryFault.store("Interrupted while the schema log was written", e);
  }

  private static RegistryFault fault(String what, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof RecordTooLargeException) {
        return RegistryFault.schemaTooLarge(e);
      }
    }
    Throwable root = e.getCause() != null ? e.getCause() : e;
    return RegistryFault.store(what + ": " + root.getMessage(), e);
  }

  private void requireNotFenced() {
    if (fenced) {
      throw RegistryFault.fenced();
    }
  }

  private Producer<byte[], byte[]> producer() {
    Map<String, Object> config = new HashMap<>(client);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "lockstep-registry");
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void closeProducer() {
    Producer<byte[], byte[]> old = producer;
    producer = null;
    if (old != null) {
      old.close(Duration.ofSeconds(1));
    }
  }

  @Override
  public void close() {
    closeProducer();
    log.close();
  }
}
