package dev.lockstep.sink.alert;

import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.codec.RegistryWait;
import dev.lockstep.schema.event.Alert;
import dev.lockstep.schema.event.ComponentKey;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.IdKey;
import dev.lockstep.schema.event.Severity;
import dev.lockstep.schema.kafka.Tenure;
import dev.lockstep.schema.kafka.TopicMap;
import dev.lockstep.schema.topic.TopicSpec;
import dev.lockstep.schema.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alert topics in Kafka: alerts, their states and the offsets of the facts commit in one
 * transaction.
 *
 * <p>The partitions are assigned, not shared out: alerts are few, and one instance is enough. A
 * second one fences the first by the transactional id, before it reads where that stood. A crash
 * leaves an open transaction, which the next {@link #restore} aborts. For one thread.
 */
final class KafkaAlertLog implements AlertLog {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaAlertLog.class);

  static final String TRANSACTIONAL_ID = "lockstep.alerts";
  private static final String GROUP = "lockstep.alerts";
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LIST_EVERY = Duration.ofSeconds(5);

  private static final TopicPartition STATES = new TopicPartition(Topics.ALERTS_STATE.name(), 0);
  private static final TopicPartition STATUSES =
      new TopicPartition(Topics.COMPONENT_STATUS.name(), 0);

  static final List<TopicSpec> FACTS =
      List.of(
          Topics.VERDICTS,
          Topics.TABLE_STATUS,
          Topics.LAG,
          Topics.COMPONENT_STATUS,
          Topics.DEAD_LETTERS);

  static final List<TopicSpec> ALERTS =
      List.of(
          Topics.ALERTS_CRITICAL, Topics.ALERTS_WARNING, Topics.ALERTS_INFO, Topics.ALERTS_STATE);

  private final Consumer<byte[], byte[]> consumer;
  private final Producer<IdKey, @Nullable Alert> producer;
  private final Tenure tenure = new Tenure();
  private final Map<String, Object> client;
  private final Map<String, Object> codec;
  private final FactReader facts;
  private Set<String> topics = Set.of();
  private long listedNanos;

  KafkaAlertLog(LockstepConfig config) {
    this.client = config.kafka().client();
    this.codec = config.registry().codec();
    this.facts = new FactReader(codec);
    this.consumer =
        new KafkaConsumer<>(
            consumerConfig(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.producer =
        new KafkaProducer<>(
            producerConfig(config),
            Avro.<IdKey>specific(codec, true).serializer(),
            Avro.<Alert>specific(codec, false).serializer());
  }

  private static Map<String, Object> consumerConfig(LockstepConfig config) {
    Map<String, Object> consumer = config.kafka().client();
    consumer.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
    consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    consumer.put(ConsumerConfig.CLIENT_ID_CONFIG, "lockstep-alerts");
    // A dead letter holds its record, a hundred times as large as what is fetched of it.
    consumer.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 50);
    return consumer;
  }

  private static Map<String, Object> producerConfig(LockstepConfig config) {
    Map<String, Object> producer = config.kafka().client();
    producer.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
    producer.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 30_000);
    producer.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    producer.put(ProducerConfig.CLIENT_ID_CONFIG, "lockstep-alerts");
    return producer;
  }

  @Override
  public Collection<Alert> restore() {
    // Fence first: what is read afterwards cannot change behind our back.
    producer.initTransactions();
    List<TopicPartition> partitions = new ArrayList<>();
    FACTS.forEach(topic -> partitions.addAll(partitions(topic)));
    consumer.assign(partitions);
    Map<TopicPartition, OffsetAndMetadata> committed =
        consumer.committed(Set.copyOf(partitions), PATIENCE);
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata offset = committed.get(partition);
      if (offset == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, offset.offset());
      }
    }
    sign();
    return readStates();
  }

  /** What was read stays what it is, and says from here on whose it is. */
  private void sign() {
    producer.beginTransaction();
    sendOffsets();
    producer.commitTransaction();
    tenure.signed();
  }

  private void sendOffsets() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      offsets.put(
          partition, new OffsetAndMetadata(consumer.position(partition, PATIENCE), tenure.id()));
    }
    producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
  }

  @Override
  public Tenure.End ended(RuntimeException failure) {
    return tenure.ended(failure, this::lastSigned);
  }

  private Optional<String> lastSigned() {
    return Optional.ofNullable(consumer.committed(Set.of(STATUSES), PATIENCE).get(STATUSES))
        .map(OffsetAndMetadata::metadata);
  }

  /** One that cannot be read would be an alert that is forgotten: it ends this. */
  private Collection<Alert> readStates() {
    try (TopicMap<IdKey, Alert> states =
        new TopicMap<>(
            client,
            STATES,
            Avro.<IdKey>specific(codec, true).deserializer(),
            Avro.<Alert>specific(codec, false).deserializer(),
            (record, why) -> {
              throw why;
            })) {
      states.readToEnd();
      return states.values();
    }
  }

  private List<TopicPartition> partitions(TopicSpec topic) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (PartitionInfo partition : consumer.partitionsFor(topic.name(), PATIENCE)) {
      partitions.add(new TopicPartition(partition.topic(), partition.partition()));
    }
    return partitions;
  }

  /** Read up to where the facts go on: what is behind is news yet. */
  @Override
  public Collection<ComponentStatus> statuses() {
    try (TopicMap<ComponentKey, ComponentStatus> statuses =
        new TopicMap<>(
            client,
            STATUSES,
            Avro.<ComponentKey>specific(codec, true).deserializer(),
            Avro.<ComponentStatus>specific(codec, false).deserializer(),
            KafkaAlertLog::unreadable)) {
      statuses.readTo(consumer.position(STATUSES, PATIENCE));
      return statuses.values();
    }
  }

  private static void unreadable(
      ConsumerRecord<byte[], byte[]> record, SerializationException why) {
    RegistryWait.throwIfDue(why);
    // It was an alert of its own when it was read as a fact.
    LOG.debug("Status at offset {} cannot be read", record.offset(), why);
  }

  @Override
  public Collection<String> topics() {
    long now = System.nanoTime();
    if (topics.isEmpty() || now - listedNanos >= LIST_EVERY.toNanos()) {
      topics = Set.copyOf(consumer.listTopics(PATIENCE).keySet());
      listedNanos = now;
    }
    return topics;
  }

  @Override
  public List<Fact> poll() {
    List<Fact> read = new ArrayList<>();
    consumer.poll(POLL).forEach(record -> facts.read(record).ifPresent(read::add));
    return read;
  }

  @Override
  public void commit(Emission emission) {
    producer.beginTransaction();
    emission
        .transitions()
        .forEach(alert -> send(topicOf(alert.getSeverity()), alert.getId(), alert));
    emission.states().forEach(alert -> send(Topics.ALERTS_STATE, alert.getId(), alert));
    emission.forgotten().forEach(id -> send(Topics.ALERTS_STATE, id, null));
    sendOffsets();
    producer.commitTransaction();
  }

  private void send(TopicSpec topic, String id, @Nullable Alert alert) {
    // A failed send makes the commit fail, so its future need not be looked at.
    var unused = producer.send(new ProducerRecord<>(topic.name(), new IdKey(id), alert));
  }

  static TopicSpec topicOf(Severity severity) {
    return switch (severity) {
      case CRITICAL -> Topics.ALERTS_CRITICAL;
      case WARNING -> Topics.ALERTS_WARNING;
      case INFO -> Topics.ALERTS_INFO;
    };
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
    consumer.close();
  }
}
