package dev.lockstep.schema.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads partitions from their beginning, committed records only, as far as they went when it was
 * asked, and on from there.
 *
 * <p>(1) A record is handed over once, in the order of its partition, and none at or behind the end
 * that was asked for. (2) One whose taking throws is handed over again, with all behind it. (3) It
 * never ends short: where the end of <em>all</em> records is asked for, what an open transaction
 * hides is waited for, and when nothing moves for a time that is a {@link NotReadInTimeException}.
 * (4) Kafka that is away, or a topic that is not there yet, ends an asking and not the follower,
 * which may be asked again. For one thread.
 */
public final class TopicFollower implements AutoCloseable {

  /** What is done with a record. */
  public interface Fold {
    void take(ConsumerRecord<byte[], byte[]> record);
  }

  /** How long nothing may move, unless somebody says otherwise. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration WHY_WITHIN = Duration.ofSeconds(5);
  private static final int STEP_GROWTH = 8;

  private final Map<String, Object> client;
  private final List<TopicPartition> partitions;
  private final Duration patience;
  private final Consumer<byte[], byte[]> consumer;
  private @Nullable Consumer<byte[], byte[]> uncommitted;

  /** Where each partition is read on; empty until it was first known where they begin. */
  private final Map<TopicPartition, Long> next = new HashMap<>();

  public TopicFollower(Map<String, Object> client, Collection<TopicPartition> partitions) {
    this(client, partitions, PATIENCE);
  }

  /**
   * @param client properties of Kafka's client, with bounds of what is fetched where rows are large
   * @param patience how long nothing may move, and how long Kafka may take to answer
   */
  public TopicFollower(
      Map<String, Object> client, Collection<TopicPartition> partitions, Duration patience) {
    this.client = Map.copyOf(client);
    this.partitions = List.copyOf(partitions);
    this.patience = patience;
    this.consumer = consumer("read_committed");
  }

  private Consumer<byte[], byte[]> consumer(String isolation) {
    Map<String, Object> properties = new HashMap<>(client);
    properties.put("isolation.level", isolation);
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "earliest");
    properties.put("allow.auto.create.topics", "false");
    Consumer<byte[], byte[]> assigned =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    assigned.assign(partitions);
    return assigned;
  }

  /** Whether Kafka has the topics of all partitions. */
  public boolean isThere() {
    return partitions.stream()
        .map(TopicPartition::topic)
        .distinct()
        .noneMatch(topic -> consumer.partitionsFor(topic, patience).isEmpty());
  }

  /** The first offset of each partition that is still there. */
  public Map<TopicPartition, Long> starts() {
    return answered(() -> consumer.beginningOffsets(partitions, patience));
  }

  /** Where what is committed ends now: at the first open transaction of anybody. */
  public Map<TopicPartition, Long> committedEnds() {
    return answered(() -> consumer.endOffsets(partitions, patience));
  }

  /** Where all records end now, those of open transactions among them. */
  public Map<TopicPartition, Long> ends() {
    Consumer<byte[], byte[]> all = uncommitted == null ? consumer("read_uncommitted") : uncommitted;
    uncommitted = all;
    return answered(() -> all.endOffsets(partitions, patience));
  }

  private Map<TopicPartition, Long> answered(Supplier<Map<TopicPartition, Long>> question) {
    try {
      return question.get();
    } catch (TimeoutException e) {
      String topics =
          partitions.stream()
              .map(TopicPartition::topic)
              .distinct()
              .collect(Collectors.joining(", "));
      throw NotReadInTimeException.unanswered(topics, patience, e);
    }
  }

  /** Reads on to where what is committed ended when this was called. */
  public void readToCommittedEnd(Fold fold) {
    readTo(committedEnds(), fold);
  }

  /** Reads on to where all records ended when this was called: open transactions are waited for. */
  public void readToEnd(Fold fold) {
    readTo(ends(), fold);
  }

  /** Reads on to the given ends; partitions without one stay where they are. */
  public void readTo(Map<TopicPartition, Long> ends, Fold fold) {
    begin();
    Map<TopicPartition, Long> froms = new HashMap<>(next);
    froms.keySet().retainAll(ends.keySet());
    Window window = new Window(froms, ends);
    try {
      window.read(fold);
    } finally {
      next.putAll(window.reached);
    }
  }

  /** Reads what has come since, waiting for something at most so long. */
  public void follow(Duration wait, Fold fold) {
    begin();
    Map<TopicPartition, Long> ends = new HashMap<>();
    next.keySet().forEach(partition -> ends.put(partition, Long.MAX_VALUE));
    Window window = new Window(next, ends);
    try {
      window.step(wait, fold);
    } finally {
      next.putAll(window.reached);
    }
  }

  private void begin() {
    if (next.isEmpty()) {
      next.putAll(starts());
    }
  }

  /**
   * Reads backwards from the given ends, in steps that grow, without moving what is read on: the
   * newest record is near the end, though ends of transactions and aborted records take offsets
   * too. Within a step records come in their order.
   *
   * @param enough whether no earlier step of a partition is wanted; asked after each
   */
  public void readBackwards(
      Map<TopicPartition, Long> from, long firstStep, Fold fold, Predicate<TopicPartition> enough) {
    Map<TopicPartition, Long> starts = starts();
    Map<TopicPartition, Long> ends = new HashMap<>(from);
    ends.entrySet().removeIf(end -> end.getValue() <= of(starts, end.getKey()));
    for (long step = firstStep; !ends.isEmpty(); step *= STEP_GROWTH) {
      Map<TopicPartition, Long> froms = new HashMap<>();
      for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
        froms.put(end.getKey(), Math.max(of(starts, end.getKey()), end.getValue() - step));
      }
      new Window(froms, ends).read(fold);
      froms.forEach(
          (partition, began) -> {
            if (enough.test(partition) || began <= of(starts, partition)) {
              ends.remove(partition);
            } else {
              ends.put(partition, began);
            }
          });
    }
  }

  private static long of(Map<TopicPartition, Long> offsets, TopicPartition partition) {
    return Objects.requireNonNull(offsets.get(partition));
  }

  /** Some partitions being read from here to there. */
  private final class Window {

    private final Map<TopicPartition, Long> ends;

    /** The first offset of each partition that was not taken. */
    private final Map<TopicPartition, Long> reached;

    Window(Map<TopicPartition, Long> froms, Map<TopicPartition, Long> ends) {
      this.reached = new HashMap<>(froms);
      this.ends = Map.copyOf(ends);
      // Each window says where it begins: whatever the one before had fetched or given up is gone.
      consumer.pause(partitions);
      reached.forEach(consumer::seek);
      consumer.resume(reached.keySet());
    }

    void read(Fold fold) {
      Set<TopicPartition> behind = new HashSet<>(reached.keySet());
      leave(behind);
      long movedNanos = System.nanoTime();
      while (!behind.isEmpty()) {
        boolean moved = step(POLL, fold);
        long now = System.nanoTime();
        if (moved) {
          movedNanos = now;
        } else if (now - movedNanos > patience.toNanos()) {
          throw late(behind.iterator().next());
        }
        leave(behind);
      }
    }

    /** What has been read to its end is not fetched on while others are. */
    private void leave(Set<TopicPartition> behind) {
      behind.removeIf(
          partition -> {
            boolean there = of(reached, partition) >= of(ends, partition);
            if (there) {
              consumer.pause(List.of(partition));
            }
            return there;
          });
    }

    /** Returns whether some partition moved. */
    boolean step(Duration wait, Fold fold) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(wait);
      for (TopicPartition partition : records.partitions()) {
        for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
          if (record.offset() >= of(ends, partition)) {
            break;
          }
          fold.take(record);
          reached.put(partition, record.offset() + 1);
        }
      }
      boolean moved = !records.isEmpty();
      for (Map.Entry<TopicPartition, Long> partition : reached.entrySet()) {
        // Ends of transactions and aborted records are passed without being seen.
        long at =
            Math.min(consumer.position(partition.getKey(), patience), of(ends, partition.getKey()));
        moved |= at != partition.getValue();
        partition.setValue(at);
      }
      return moved;
    }

    private NotReadInTimeException late(TopicPartition partition) {
      long at = of(reached, partition);
      long end = of(ends, partition);
      try {
        long committed = of(consumer.endOffsets(List.of(partition), WHY_WITHIN), partition);
        return committed <= at
            ? NotReadInTimeException.hidden(partition, at, patience)
            : NotReadInTimeException.silent(partition, at, end, patience);
      } catch (TimeoutException e) {
        return NotReadInTimeException.silent(partition, at, end, patience);
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
    Consumer<byte[], byte[]> all = uncommitted;
    if (all != null) {
      all.close();
    }
  }
}
