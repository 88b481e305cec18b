package dev.lockstep.launcher.fight.watch;

import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.launcher.fight.court.Said;
import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.codec.RegistryException;
import dev.lockstep.schema.event.Alert;
import dev.lockstep.schema.event.AlertState;
import dev.lockstep.schema.event.DeadLetter;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.event.VerdictState;
import dev.lockstep.schema.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads verdicts, table status, alerts and dead letters from their beginning, committed records
 * only. Broker and registry are killed under it: it goes on where it was, for as long as it takes.
 */
public final class TopicEar implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TopicEar.class);
  private static final List<String> TOPICS =
      List.of(
          Topics.VERDICTS.name(),
          Topics.TABLE_STATUS.name(),
          Topics.ALERTS_STATE.name(),
          Topics.DEAD_LETTERS.name());
  private static final Duration POLL = Duration.ofMillis(300);
  private static final Duration END_WITHIN = Duration.ofSeconds(20);

  private final Hearing hearing;
  private final Clock clock;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Deserializer<SpecificRecord> reader;
  private final Thread thread;
  private volatile boolean closing;

  private TopicEar(LockstepConfig config, Hearing hearing, Clock clock) {
    this.hearing = hearing;
    this.clock = clock;
    Map<String, Object> settings = new HashMap<>(config.kafka().client());
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.reader = Avro.<SpecificRecord>specific(config.registry().codec(), false).deserializer();
    this.thread = Thread.ofPlatform().name("lockstep-fight-ear").daemon().unstarted(this::run);
  }

  /** Starts reading; topics need not be there yet. */
  public static TopicEar start(LockstepConfig config, Hearing hearing, Clock clock) {
    TopicEar ear = new TopicEar(config, hearing, clock);
    ear.thread.start();
    return ear;
  }

  private void run() {
    try (consumer) {
      while (!closing) {
        try {
          if (consumer.assignment().isEmpty()) {
            assign();
          } else {
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
              take(message);
            }
          }
        } catch (WakeupException e) {
          LOG.debug("Closing");
        } catch (KafkaException e) {
          LOG.debug("Kafka is away for a moment: {}", e.getMessage());
          Thread.sleep(POLL);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void assign() throws InterruptedException {
    Map<String, List<PartitionInfo>> there = consumer.listTopics();
    if (!there.keySet().containsAll(TOPICS)) {
      Thread.sleep(POLL);
      return;
    }
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : TOPICS) {
      there
          .getOrDefault(topic, List.of())
          .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  private void take(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
    if (message.value() == null) {
      return;
    }
    Instant seen = clock.instant();
    while (!closing) {
      try {
        said(reader.deserialize(message.topic(), message.value()), seen);
        return;
      } catch (RegistryException e) {
        if (!e.isUnavailable()) {
          throw e;
        }
      } catch (SerializationException e) {
        if (!(e.getCause() instanceof RegistryException cause && cause.isUnavailable())) {
          throw e;
        }
      }
      Thread.sleep(POLL);
    }
  }

  private void said(SpecificRecord fact, Instant seen) {
    switch (fact) {
      case Verdict verdict -> hearing.hear(row(verdict, seen));
      case TableStatus status -> hearing.hear(table(status, seen));
      case Alert alert ->
          hearing.hear(
              new Said.OfAlert(
                  seen,
                  alert.getId(),
                  alert.getCode(),
                  alert.getSeverity().name(),
                  alert.getSubject(),
                  alert.getState() == AlertState.OPENED,
                  alert.getTitle() + ": " + alert.getDetail()));
      case DeadLetter letter ->
          hearing.hear(
              new Said.OfLetter(
                  seen,
                  letter.getTable(),
                  letter.getKey(),
                  letter.getErrorClass() + ": " + letter.getError()));
      default -> throw new IllegalStateException("No such topic is read: " + fact.getSchema());
    }
  }

  private static Said row(Verdict verdict, Instant seen) {
    return new Said.OfRow(
        seen,
        verdict.getId(),
        verdict.getTable(),
        verdict.getKey(),
        verdict.getKind().name(),
        verdict.getState() == VerdictState.OPEN,
        verdict.getColumns().stream().map(column -> column.getColumn()).sorted().toList(),
        verdict.getDetailsCapped(),
        Objects.requireNonNullElse(verdict.getReason(), ""),
        verdict.getSourceOffset(),
        verdict.getTargetOffset());
  }

  private static Said table(TableStatus status, Instant seen) {
    return new Said.OfTable(
        seen,
        status.getTable(),
        status.getPhase().name(),
        status.getSourceRows(),
        status.getTargetRows(),
        status.getEqual(),
        status.getResidualZero(),
        status.getSourceDigest().equals(status.getTargetDigest()),
        status.getOpenMismatched()
            + status.getOpenMissing()
            + status.getOpenExtra()
            + status.getOpenOutsideLog()
            + status.getInconclusive(),
        status.getInFlight(),
        Optional.ofNullable(status.getMarkedAt()),
        Objects.requireNonNullElse(status.getProblem(), ""));
  }

  @Override
  public void close() throws InterruptedException {
    closing = true;
    consumer.wakeup();
    thread.join(END_WITHIN);
  }
}
