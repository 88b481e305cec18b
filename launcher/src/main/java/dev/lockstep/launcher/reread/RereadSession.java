package dev.lockstep.launcher.reread;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.codec.AvroSerializer;
import dev.lockstep.schema.event.ComponentKey;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.Reread;
import dev.lockstep.schema.event.RereadKey;
import dev.lockstep.schema.topic.TopicProvisioner;
import dev.lockstep.schema.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Asks the producers to read tables anew and follows what they say until each is answered. The
 * request is kept in its topic: whoever stops following takes nothing back.
 */
public final class RereadSession {

  private static final TopicPartition REREADS = new TopicPartition(Topics.REREADS.name(), 0);
  private static final TopicPartition STATUSES =
      new TopicPartition(Topics.COMPONENT_STATUS.name(), 0);
  private static final String PRODUCERS = "producers";
  private static final Duration POLL = Duration.ofMillis(200);

  /** Another request for the same table may have taken the place of ours in the topic. */
  private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(10);

  private final LockstepConfig config;
  private final Clock clock;
  private final Duration patience;
  private final Map<RereadTarget, Reread> asked = new LinkedHashMap<>();
  private final Map<RereadTarget, RereadProgress> progress = new LinkedHashMap<>();

  /**
   * @param patience how long nothing may be heard before that is an error
   */
  public RereadSession(LockstepConfig config, Clock clock, Duration patience) {
    this.config = config;
    this.clock = clock;
    this.patience = patience;
  }

  /** All topics that there are. */
  public static Set<String> topics(LockstepConfig config) throws InterruptedException {
    try (Admin admin = Admin.create(config.kafka().client())) {
      return admin.listTopics().names().get();
    } catch (ExecutionException e) {
      throw new LockstepException(
          Category.EXTERNAL,
          "Kafka at %s does not answer: %s"
              .formatted(config.kafka().bootstrapServers(), LockstepException.messageOf(e)),
          "Check that the broker runs and that kafka.bootstrap.servers is right.",
          e);
    }
  }

  /**
   * Asks and follows to the end, or until told to stop.
   *
   * @param told of each step of a table
   * @return how far each table is
   */
  public List<RereadProgress> follow(
      List<RereadTarget> targets,
      String reason,
      BooleanSupplier stopping,
      Consumer<RereadProgress> told) {
    for (RereadTarget target : targets) {
      asked.put(
          target,
          new Reread(UUID.randomUUID().toString(), reason, clock.instant(), null, 0L, null));
      progress.put(
          target, new RereadProgress(target, 0, 0, Optional.empty(), Optional.empty(), false));
    }
    provision();
    Map<String, Object> properties = new HashMap<>(config.kafka().client());
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    AvroSerializer<IndexedRecord> keys = new AvroSerializer<>();
    keys.configure(config.registry().codec(), true);
    AvroSerializer<IndexedRecord> values = new AvroSerializer<>();
    values.configure(config.registry().codec(), false);
    try (KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        KafkaProducer<IndexedRecord, IndexedRecord> producer =
            new KafkaProducer<>(config.kafka().client(), keys, values)) {
      List<TopicPartition> topics = List.of(REREADS, STATUSES);
      consumer.assign(topics);
      consumer.seekToEnd(topics);
      topics.forEach(consumer::position);
      follow(consumer, producer, stopping, told);
    }
    return List.copyOf(progress.values());
  }

  private void follow(
      KafkaConsumer<byte[], byte[]> consumer,
      KafkaProducer<IndexedRecord, IndexedRecord> producer,
      BooleanSupplier stopping,
      Consumer<RereadProgress> told) {
    Listening listening = new Listening(told);
    long heard = System.nanoTime();
    long sent = heard - ASK_AGAIN_AFTER.toNanos();
    while (!stopping.getAsBoolean() && !listening.isDone()) {
      long now = System.nanoTime();
      if (now - sent >= ASK_AGAIN_AFTER.toNanos()) {
        sent = now;
        send(producer);
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (listening.read(record)) {
          heard = System.nanoTime();
        }
      }
      if (System.nanoTime() - heard > patience.toNanos()) {
        throw new LockstepException(
            Category.EXTERNAL,
            "Nothing was heard of the request for " + patience.toSeconds() + " s",
            "Start the producers, or see what holds them up. The request stands: it is done when they run.");
      }
    }
  }

  private void provision() {
    try (Admin admin = Admin.create(config.kafka().client())) {
      TopicProvisioner.ensure(
          admin,
          List.of(Topics.REREADS, Topics.COMPONENT_STATUS),
          config.topics().partitions(),
          config.topics().replication());
    }
  }

  private void send(KafkaProducer<IndexedRecord, IndexedRecord> producer) {
    asked.forEach(
        (target, request) -> {
          RereadProgress now = progress.get(target);
          if (now != null && !now.done()) {
            producer.send(
                new ProducerRecord<>(
                    REREADS.topic(),
                    REREADS.partition(),
                    new RereadKey(target.endpoint(), target.table().toString()),
                    request));
          }
        });
    producer.flush();
  }

  /** Understands what is heard. */
  private final class Listening {

    private final Consumer<RereadProgress> told;
    private final Deserializer<RereadKey> rereadKeys;
    private final Deserializer<Reread> rereads;
    private final Deserializer<ComponentKey> statusKeys;
    private final Deserializer<ComponentStatus> statuses;

    Listening(Consumer<RereadProgress> told) {
      this.told = told;
      Map<String, Object> codec = config.registry().codec();
      this.rereadKeys = Avro.<RereadKey>specific(codec, true).deserializer();
      this.rereads = Avro.<Reread>specific(codec, false).deserializer();
      this.statusKeys = Avro.<ComponentKey>specific(codec, true).deserializer();
      this.statuses = Avro.<ComponentStatus>specific(codec, false).deserializer();
    }

    boolean isDone() {
      return progress.values().stream().allMatch(RereadProgress::done);
    }

    /** Returns whether it was of one of our tables. */
    boolean read(ConsumerRecord<byte[], byte[]> record) {
      if (record.value() == null) {
        return false;
      }
      try {
        return record.topic().equals(REREADS.topic()) ? answer(record) : status(record);
      } catch (SerializationException e) {
        // Whoever wrote it, it is no answer to us.
        return false;
      }
    }

    private boolean answer(ConsumerRecord<byte[], byte[]> record) {
      RereadKey key = rereadKeys.deserialize(record.topic(), record.key());
      Reread answer = rereads.deserialize(record.topic(), record.value());
      for (Map.Entry<RereadTarget, Reread> request : asked.entrySet()) {
        RereadTarget target = request.getKey();
        if (!request.getValue().getId().equals(answer.getId())
            || !target.endpoint().equals(key.getEndpoint())) {
          continue;
        }
        if (answer.getRefusal() != null) {
          throw new LockstepException(
              Category.CONFIGURATION,
              "%s cannot be read anew: %s".formatted(target, answer.getRefusal()),
              "See what the page or the alerts say of the table.");
        }
        if (answer.getDoneAt() != null) {
          tell(
              new RereadProgress(
                  target,
                  answer.getRows(),
                  answer.getRows(),
                  Optional.empty(),
                  Optional.empty(),
                  true));
          return true;
        }
      }
      return false;
    }

    private boolean status(ConsumerRecord<byte[], byte[]> record) {
      ComponentKey key = statusKeys.deserialize(record.topic(), record.key());
      if (!key.getProgram().equals(PRODUCERS)) {
        return false;
      }
      for (RereadTarget target : asked.keySet()) {
        RereadProgress before = progress.get(target);
        if (target.endpoint().equals(key.getSubject())
            && target.table().toString().equals(key.getTable())
            && before != null
            && !before.done()) {
          ComponentStatus status = statuses.deserialize(record.topic(), record.value());
          if (status.getState() == ComponentState.SNAPSHOT) {
            tell(
                new RereadProgress(
                    target,
                    status.getDone(),
                    status.getTotal(),
                    Optional.ofNullable(status.getRatePerSecond()),
                    Optional.ofNullable(status.getRemainingMillis()).map(Duration::ofMillis),
                    false));
            return true;
          }
        }
      }
      return false;
    }

    private void tell(RereadProgress now) {
      if (!now.equals(progress.put(now.target(), now))) {
        told.accept(now);
      }
    }
  }
}
