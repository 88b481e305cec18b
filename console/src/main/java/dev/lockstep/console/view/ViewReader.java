package dev.lockstep.console.view;

import dev.lockstep.console.answer.ReaderStatus;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.schema.codec.RegistryException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fact topics step by step: finds topics that appear, folds records in order, and asks
 * Kafka each second how far there is to go.
 *
 * <p>Holds the next offset of each partition itself, so that a new consumer goes on where the old
 * one failed. Belongs to one thread.
 */
final class ViewReader implements AutoCloseable {

  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(10);
  private static final long ASK_EVERY_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long ASK_AT_START_EVERY_NANOS = Duration.ofMillis(250).toNanos();

  /** Once caught up, this much is the ordinary state of a busy pipeline. */
  private static final long BUSY_RECORDS = 10_000;

  private final FactDecoder decoder;
  private final FactTopics factTopics;
  private final Clock clock;
  private final String bootstrapServers;
  private final Map<TopicPartition, Long> next = new HashMap<>();
  private Map<TopicPartition, Long> firstEnds = Map.of();
  private ReaderStatus status = ReaderStatus.STARTING;
  private @Nullable String unreadable;
  private long askedNanos;
  private boolean asked;

  ViewReader(FactDecoder decoder, FactTopics factTopics, Clock clock, String bootstrapServers) {
    this.decoder = decoder;
    this.factTopics = factTopics;
    this.clock = clock;
    this.bootstrapServers = bootstrapServers;
  }

  ReaderStatus status() {
    return status;
  }

  /** Gives a fresh consumer what was assigned before. */
  void resume(Consumer<?, ?> consumer) {
    consumer.assign(next.keySet());
    next.forEach(consumer::seek);
    asked = false;
  }

  /** One round: ask if it is time, poll, fold. */
  void step(Consumer<byte[], byte[]> consumer, Duration pollTime) {
    long every = status.caughtUp() ? ASK_EVERY_NANOS : ASK_AT_START_EVERY_NANOS;
    if (!asked || System.nanoTime() - askedNanos >= every) {
      if (next.isEmpty() || !status.missingTopics().isEmpty()) {
        discover(consumer);
      }
      measure(consumer);
      asked = true;
      askedNanos = System.nanoTime();
    }
    if (next.isEmpty()) {
      pause(pollTime);
      return;
    }
    for (ConsumerRecord<byte[], byte[]> message : consumer.poll(pollTime)) {
      decoder.fold(message).ifPresent(this::skipped);
      next.put(new TopicPartition(message.topic(), message.partition()), message.offset() + 1);
    }
  }

  /** Counted and shown with the newest reason, so that nothing is left out in silence. */
  private void skipped(String problem) {
    unreadable = problem;
    status =
        with(status.caughtUp(), status.behind(), status.missingTopics(), status.unreadable() + 1);
  }

  /** Says in the status why reading stands still. */
  void trouble(RuntimeException failure) {
    String what =
        switch (failure) {
          case RegistryException e -> LockstepException.messageOf(e) + ". " + e.remedy();
          case TimeoutException e -> "Kafka at " + bootstrapServers + " does not answer";
          default -> "Kafka at " + bootstrapServers + ": " + LockstepException.messageOf(failure);
        };
    status =
        new ReaderStatus(
            false,
            status.behind(),
            status.answeredAt(),
            status.missingTopics(),
            status.unreadable(),
            Optional.of(what));
  }

  private void discover(Consumer<?, ?> consumer) {
    Map<String, List<PartitionInfo>> topics = consumer.listTopics(ASK_TIMEOUT);
    List<String> missing = new ArrayList<>();
    Set<TopicPartition> found = new HashSet<>();
    for (String topic : factTopics.names()) {
      List<PartitionInfo> partitions = topics.get(topic);
      if (partitions == null || partitions.isEmpty()) {
        missing.add(topic);
      } else {
        partitions.forEach(info -> found.add(new TopicPartition(topic, info.partition())));
      }
    }
    found.removeAll(next.keySet());
    if (!found.isEmpty()) {
      Instant now = clock.instant();
      Map<TopicPartition, Long> starts = factTopics.starts(consumer, found, now, ASK_TIMEOUT);
      next.putAll(starts);
      consumer.assign(next.keySet());
      next.forEach(consumer::seek);
      firstEnds = consumer.endOffsets(next.keySet(), ASK_TIMEOUT);
    }
    status = with(false, status.behind(), missing, status.unreadable());
  }

  private void measure(Consumer<?, ?> consumer) {
    if (next.isEmpty()) {
      return;
    }
    Map<TopicPartition, Long> ends = consumer.endOffsets(next.keySet(), ASK_TIMEOUT);
    long behind = 0;
    boolean reachedFirstEnds = true;
    for (TopicPartition partition : next.keySet()) {
      long position = consumer.position(partition, ASK_TIMEOUT);
      behind += Math.max(0, ends.getOrDefault(partition, 0L) - position);
      reachedFirstEnds &= position >= firstEnds.getOrDefault(partition, 0L);
    }
    boolean caughtUp =
        status.missingTopics().isEmpty() && reachedFirstEnds && behind <= BUSY_RECORDS;
    status = with(caughtUp, behind, status.missingTopics(), status.unreadable());
  }

  private ReaderStatus with(
      boolean caughtUp, long behind, List<String> missing, long unreadableRecords) {
    return new ReaderStatus(
        caughtUp,
        behind,
        Optional.of(clock.instant()),
        missing,
        unreadableRecords,
        Optional.ofNullable(unreadable));
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    decoder.close();
  }
}
