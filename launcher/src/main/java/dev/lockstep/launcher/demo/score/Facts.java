package dev.lockstep.launcher.demo.score;

import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.event.Alert;
import dev.lockstep.schema.event.AlertState;
import dev.lockstep.schema.event.Severity;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.event.VerdictState;
import dev.lockstep.schema.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * A plain consumer of what the pipeline says: verdicts, table status, alerts. It reads the topics
 * from their beginning, committed records only, and knows which of them lay there before this run.
 *
 * <p>What it keeps is bounded by the rows that are wrong; past the bound it keeps no more and says
 * so. Consumes on its own thread; the rest may be called from any.
 */
public final class Facts implements AutoCloseable {

  private static final int MOST_VERDICTS = 200_000;
  private static final List<String> TOPICS =
      List.of(Topics.VERDICTS.name(), Topics.TABLE_STATUS.name(), Topics.ALERTS_STATE.name());

  private final String flow;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Deserializer<Verdict> verdictReader;
  private final Deserializer<TableStatus> statusReader;
  private final Deserializer<Alert> alertReader;
  private final Map<TopicPartition, Long> began = new HashMap<>();
  private final List<VerdictSeen> verdicts = new ArrayList<>();
  private final Map<String, TableStatus> tables = new TreeMap<>();
  private final Map<String, Long> confirmedBefore = new HashMap<>();
  private final Map<String, Alert> alerts = new HashMap<>();
  private final Thread thread;
  private boolean overflowed;
  private OptionalLong firstConfirmedNanos = OptionalLong.empty();
  private volatile boolean stopping;
  private volatile @Nullable Throwable failure;

  private Facts(String flow, Map<String, Object> kafka, Map<String, Object> registry) {
    this.flow = flow;
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, "lockstep-demo-scorer");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.verdictReader = Avro.<Verdict>specific(registry, false).deserializer();
    this.statusReader = Avro.<TableStatus>specific(registry, false).deserializer();
    this.alertReader = Avro.<Alert>specific(registry, false).deserializer();
    this.thread = new Thread(this::run, "lockstep-demo-facts");
    thread.setDaemon(true);
  }

  /** Starts reading topics that exist. Whatever is in them now counts as earlier than this run. */
  public static Facts start(String flow, Map<String, Object> kafka, Map<String, Object> registry) {
    Facts facts = new Facts(flow, kafka, registry);
    facts.assign();
    facts.thread.start();
    return facts;
  }

  private void assign() {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : TOPICS) {
      for (PartitionInfo partition : consumer.partitionsFor(topic)) {
        partitions.add(new TopicPartition(topic, partition.partition()));
      }
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    began.putAll(consumer.endOffsets(partitions));
  }

  /** Every verdict record so far, in order of arrival. */
  public synchronized List<VerdictSeen> verdicts() {
    return List.copyOf(verdicts);
  }

  /** True when there were more verdict records than are kept: nothing can be scored then. */
  public synchronized boolean overflowed() {
    return overflowed;
  }

  /** The newest status of each table by name. */
  public synchronized Map<String, TableStatus> tables() {
    return new TreeMap<>(tables);
  }

  /** Alerts that were open at some time in this run, by severity in lower case. */
  public synchronized Map<String, Long> alerts() {
    return alerts.values().stream()
        .collect(
            Collectors.groupingBy(
                alert -> alert.getSeverity().name().toLowerCase(Locale.ROOT),
                TreeMap::new,
                Collectors.counting()));
  }

  /** What the alerts that data are wrong, or that changes stand still, say of this run. */
  public synchronized List<String> critical() {
    return alerts.values().stream()
        .filter(alert -> alert.getSeverity() == Severity.CRITICAL)
        .map(alert -> alert.getCode() + ": " + alert.getTitle() + ". " + alert.getDetail())
        .toList();
  }

  /**
   * When the pipeline first said that a change of this run is confirmed, on the monotonic clock.
   */
  public synchronized OptionalLong firstConfirmedNanos() {
    return firstConfirmedNanos;
  }

  /** Why it reads no more, if so. */
  public @Nullable Throwable failure() {
    return failure;
  }

  private void run() {
    try (consumer) {
      while (!stopping) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
          if (record.value() != null) {
            take(record, System.nanoTime());
          }
        }
      }
    } catch (WakeupException e) {
      // Closing.
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record, long now) {
    String topic = record.topic();
    long end = began.getOrDefault(new TopicPartition(topic, record.partition()), 0L);
    boolean earlier = record.offset() < end;
    if (topic.equals(Topics.VERDICTS.name())) {
      verdict(verdictReader.deserialize(topic, record.value()), earlier, now);
    } else if (topic.equals(Topics.TABLE_STATUS.name())) {
      status(statusReader.deserialize(topic, record.value()), earlier, now);
    } else {
      alert(alertReader.deserialize(topic, record.value()), earlier);
    }
  }

  private synchronized void verdict(Verdict verdict, boolean earlier, long now) {
    if (!verdict.getFlow().equals(flow)) {
      return;
    }
    if (verdicts.size() >= MOST_VERDICTS) {
      overflowed = true;
      return;
    }
    verdicts.add(
        new VerdictSeen(
            verdict.getId(),
            verdict.getTable(),
            verdict.getKey(),
            verdict.getKind().name(),
            verdict.getState() == VerdictState.OPEN,
            verdict.getColumns().stream().map(column -> column.getColumn()).sorted().toList(),
            earlier,
            now));
  }

  private synchronized void status(TableStatus status, boolean earlier, long now) {
    if (!status.getFlow().equals(flow)) {
      return;
    }
    tables.put(status.getTable(), status);
    if (earlier) {
      confirmedBefore.put(status.getTable(), status.getConfirmed());
    } else if (firstConfirmedNanos.isEmpty()
        && status.getConfirmed() > confirmedBefore.getOrDefault(status.getTable(), 0L)) {
      firstConfirmedNanos = OptionalLong.of(now);
    }
  }

  private synchronized void alert(Alert alert, boolean earlier) {
    if (earlier && alert.getState() == AlertState.RESOLVED) {
      alerts.remove(alert.getId());
    } else {
      alerts.put(alert.getId(), alert);
    }
  }

  @Override
  public void close() {
    stopping = true;
    consumer.wakeup();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
