package dev.lockstep.sink;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.schema.codec.RegistryException;
import dev.lockstep.sink.apply.Change;
import dev.lockstep.sink.apply.Log;
import dev.lockstep.sink.apply.TargetError;
import dev.lockstep.sink.position.SourcePartition;
import dev.lockstep.sink.position.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The change topics of a flow as one Kafka consumer sees them.
 *
 * <p>Offsets never come from the group: an assigned partition stands still until progress from the
 * target says where it goes on. A topic whose id changes under our hands is another topic: its
 * partitions go and come again. A record whose schema the registry does not give stays where it is
 * and is read again later. One thread.
 */
final class KafkaLog implements Log, ConsumerRebalanceListener {

  /** Records that the consumer hands over at once, at most. */
  static final int RECORDS_AT_ONCE = 100;

  /** What is polled at once: as many rows, and as many bytes of them, about. */
  record Bounds(int rows, long bytes) {}

  private final Consumer<byte[], byte[]> consumer;
  private final Bounds bounds;
  private final TopicWatch watch;
  private final ChangeDecoder decoder;
  private final Map<TopicPartition, SourcePartition> known = new HashMap<>();
  private final Set<TopicPartition> unnamed = new HashSet<>();
  private final Set<SourcePartition> gone = new HashSet<>();
  private final Set<SourcePartition> came = new HashSet<>();
  private final WaitingPartitions waiting;
  private Set<String> subscribed = Set.of();

  KafkaLog(
      Consumer<byte[], byte[]> consumer,
      Bounds bounds,
      TopicWatch watch,
      ChangeDecoder decoder,
      WaitingPartitions waiting) {
    this.consumer = consumer;
    this.bounds = bounds;
    this.watch = watch;
    this.decoder = decoder;
    this.waiting = waiting;
  }

  @Override
  public Polled poll(Duration patience) {
    Map<String, String> topics = topics();
    if (!topics.keySet().equals(subscribed)) {
      consumer.subscribe(topics.keySet(), this);
      subscribed = Set.copyOf(topics.keySet());
    }
    if (subscribed.isEmpty()) {
      pause(patience);
      return Polled.NOTHING;
    }
    consumer.resume(waiting.due());
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = records(patience);
    name(topics);
    Map<SourcePartition, List<Change>> changes = decode(records);
    Polled polled = new Polled(Set.copyOf(gone), Set.copyOf(came), changes, waiting.why());
    gone.clear();
    came.clear();
    return polled;
  }

  private Map<String, String> topics() {
    try {
      return watch.topics();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new org.apache.kafka.common.errors.InterruptException(e);
    }
  }

  /** Without a subscription the consumer refuses to poll. */
  private static void pause(Duration patience) {
    try {
      Thread.sleep(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new org.apache.kafka.common.errors.InterruptException(e);
    }
  }

  /**
   * What there is, up to the bounds. Kafka bounds what it fetches by its compressed size, and rows
   * may be a hundred times as large: so it hands over a few at a time, which are counted here.
   */
  private Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records(Duration patience) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> all = new LinkedHashMap<>();
    int rows = 0;
    long bytes = 0;
    ConsumerRecords<byte[], byte[]> some = polled(patience);
    while (!some.isEmpty()) {
      rows += some.count();
      for (TopicPartition partition : some.partitions()) {
        List<ConsumerRecord<byte[], byte[]>> records = some.records(partition);
        bytes += records.stream().mapToLong(KafkaLog::size).sum();
        all.computeIfAbsent(partition, first -> new ArrayList<>()).addAll(records);
      }
      boolean full = rows > bounds.rows() - RECORDS_AT_ONCE || bytes >= bounds.bytes();
      some = full ? ConsumerRecords.empty() : polled(Duration.ZERO);
    }
    return all;
  }

  private static long size(ConsumerRecord<byte[], byte[]> record) {
    return (long) Math.max(0, record.serializedKeySize())
        + Math.max(0, record.serializedValueSize());
  }

  private ConsumerRecords<byte[], byte[]> polled(Duration patience) {
    try {
      return consumer.poll(patience);
    } catch (InvalidOffsetException e) {
      // The log was cut while we read, or before we came: take over again and see what is left.
      for (TopicPartition partition : e.partitions()) {
        standStill(partition);
        SourcePartition source = known.get(partition);
        if (source != null) {
          gone.add(source);
          came.add(source);
        }
      }
      return ConsumerRecords.empty();
    }
  }

  /**
   * Gives assigned partitions the id of their topic, once it is known, and again when it changes.
   */
  private void name(Map<String, String> topics) {
    known
        .entrySet()
        .removeIf(
            entry -> {
              SourcePartition source = entry.getValue();
              String id = topics.get(source.topic());
              boolean another = id != null && !id.equals(source.topicId());
              if (another) {
                gone.add(source);
                came.remove(source);
                standStill(entry.getKey());
                unnamed.add(entry.getKey());
              }
              return another;
            });
    unnamed.removeIf(
        partition -> {
          String id = topics.get(partition.topic());
          if (id == null) {
            return false;
          }
          SourcePartition source =
              new SourcePartition(partition.topic(), id, partition.partition());
          known.put(partition, source);
          came.add(source);
          return true;
        });
  }

  private Map<SourcePartition, List<Change>> decode(
      Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records) {
    Map<SourcePartition, List<Change>> changes = new LinkedHashMap<>();
    for (TopicPartition partition : records.keySet()) {
      SourcePartition source = known.get(partition);
      if (source == null) {
        continue;
      }
      List<Change> decoded = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> record : records.getOrDefault(partition, List.of())) {
        try {
          decoded.add(decoder.decode(source, record));
          waiting.remove(partition);
        } catch (RegistryException e) {
          consumer.seek(partition, record.offset());
          consumer.pause(List.of(partition));
          waiting.add(partition, registryTrouble(e));
          break;
        }
      }
      if (!decoded.isEmpty()) {
        changes.put(source, decoded);
      }
    }
    return changes;
  }

  static TargetError registryTrouble(RegistryException e) {
    return new TargetError(
        "registry",
        "Changes wait for the schema registry: " + LockstepException.messageOf(e),
        e.remedy(),
        true);
  }

  @Override
  public Start start(SourcePartition partition, Taken from) {
    TopicPartition kafka = kafka(partition);
    if (!partition.equals(known.get(kafka))) {
      // The next poll says that it is gone.
      return new Start(true, Long.MAX_VALUE);
    }
    long next = from.seenOffset() + 1;
    long begin = at(consumer.beginningOffsets(List.of(kafka)), kafka);
    long end = at(consumer.endOffsets(List.of(kafka)), kafka);
    boolean reaches = begin <= next && next <= end;
    waiting.remove(kafka);
    consumer.seek(kafka, reaches ? next : begin);
    consumer.resume(List.of(kafka));
    return new Start(reaches, end - 1);
  }

  private static long at(Map<TopicPartition, Long> offsets, TopicPartition partition) {
    Long offset = offsets.get(partition);
    if (offset == null) {
      throw new IllegalStateException("Kafka gave no offset of " + partition);
    }
    return offset;
  }

  @Override
  public void stop(Collection<SourcePartition> partitions) {
    for (SourcePartition partition : partitions) {
      TopicPartition kafka = kafka(partition);
      if (partition.equals(known.get(kafka))) {
        standStill(kafka);
      }
    }
  }

  @Override
  public long seenOffset(SourcePartition partition) {
    return consumer.position(kafka(partition)) - 1;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    partitions.forEach(this::standStill);
    unnamed.addAll(partitions);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      unnamed.remove(partition);
      waiting.remove(partition);
      SourcePartition source = known.remove(partition);
      if (source != null) {
        gone.add(source);
        came.remove(source);
      }
    }
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    onPartitionsRevoked(partitions);
  }

  /** A position that the consumer need not look for, and no fetch before progress is known. */
  private void standStill(TopicPartition partition) {
    waiting.remove(partition);
    consumer.seek(partition, 0);
    consumer.pause(List.of(partition));
  }

  static TopicPartition kafka(SourcePartition partition) {
    return new TopicPartition(partition.topic(), partition.partition());
  }

  /** The partition that was assigned, for tests of the naming. */
  @Nullable SourcePartition named(TopicPartition partition) {
    return known.get(partition);
  }
}
