package dev.lockstep.sink;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.schema.codec.RegistryException;
import dev.lockstep.sink.apply.Change;
import dev.lockstep.sink.apply.RowKey;
import dev.lockstep.sink.apply.TargetError;
import dev.lockstep.sink.apply.WholeTopic;
import dev.lockstep.sink.position.SourcePartition;
import dev.lockstep.sink.position.Taken;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads change topics whole by a consumer outside of the group.
 *
 * <p>A record that was delivered to us is committed, and so is all that the capture wrote before
 * it; but brokers may learn of that one partition after the other. So partitions are read up to
 * where they end with open transactions counted in, or to a record beyond the serial that is
 * wanted. Bounded: partitions that are further apart than a bound are left to come closer by
 * themselves. One thread.
 */
final class KafkaWholeTopic implements WholeTopic {

  private static final Duration POLL = Duration.ofMillis(100);

  /** Without a record. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Of what is kept at once: the newest version of each row. */
  static final long MAX_BYTES = Math.max(64L << 20, Runtime.getRuntime().maxMemory() / 8);

  /** At once: what was not needed comes on top of what may be kept. */
  static final int RECORDS_AT_ONCE = 20;

  /** So many records more than needed are worth having, since conflicts come in flocks. */
  private static final int MORE = 500;

  private final Admin admin;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final ChangeDecoder decoder;
  private final int partitions;
  private final long maxBytes;

  KafkaWholeTopic(
      Admin admin,
      Supplier<Consumer<byte[], byte[]>> consumers,
      ChangeDecoder decoder,
      int partitions,
      long maxBytes) {
    this.admin = admin;
    this.consumers = consumers;
    this.decoder = decoder;
    this.partitions = partitions;
    this.maxBytes = maxBytes;
  }

  @Override
  public Set<SourcePartition> siblings(SourcePartition partition) {
    Set<SourcePartition> siblings = new HashSet<>();
    for (int number = 0; number < partitions; number++) {
      siblings.add(new SourcePartition(partition.topic(), partition.topicId(), number));
    }
    return siblings;
  }

  /** What was read of one partition. */
  private static final class Reading {
    private final SourcePartition partition;
    private final Taken progress;

    /** Whether the first record to come is the last one that is applied. */
    private final boolean fromApplied;

    private long end;
    private List<Change> changes = new ArrayList<>();
    private int count;
    private boolean started;
    private boolean ended;
    private long serial;
    private long bytes;

    /** The serial of what is applied; 0 when that is not known, for there is nothing. */
    private long applied;

    Reading(SourcePartition partition, Taken progress, boolean fromApplied, long end) {
      this.partition = partition;
      this.progress = progress;
      this.fromApplied = fromApplied;
      this.end = end;
    }

    boolean knowsApplied() {
      return !fromApplied || started || ended;
    }

    void add(Change change) {
      started = true;
      serial = Math.max(serial, change.serial());
      if (change.offset() <= progress.appliedOffset()) {
        applied = change.serial();
        return;
      }
      count++;
      bytes += change.raw().sizeBytes();
      changes.add(change);
    }

    /**
     * Between barriers only the newest version of a row is of use, and only it is kept: partitions
     * may be far apart by many changes of a few rows.
     *
     * @param upTo all up to there will be applied
     */
    void keepNewest(long upTo) {
      Set<ByteBuffer> newer = new HashSet<>();
      List<Change> kept = new ArrayList<>();
      for (Change change : changes.reversed()) {
        RowKey key = change.key();
        if (key == null) {
          newer.clear();
        }
        if (key == null || change.serial() > upTo || newer.add(key.exact())) {
          kept.add(change);
        } else {
          bytes -= change.raw().sizeBytes();
        }
      }
      changes = new ArrayList<>(kept.reversed());
    }

    long bytesUpTo(long last) {
      return changes.stream()
          .filter(change -> change.serial() <= last)
          .mapToLong(change -> change.raw().sizeBytes())
          .sum();
    }

    boolean wants(long upTo, int more) {
      return !ended && (!started || serial <= upTo || count < more);
    }

    List<Change> upTo(long last) {
      keepNewest(last);
      return changes.stream().filter(change -> change.serial() <= last).toList();
    }
  }

  @Override
  public Map<SourcePartition, List<Change>> upToOneSerial(
      Map<SourcePartition, Taken> progress, long atLeast) throws UnreadException {
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      Map<TopicPartition, Reading> readings = start(consumer, progress);
      long upTo = read(consumer, readings, atLeast);
      return cut(readings.values(), upTo);
    } catch (RegistryException e) {
      throw new UnreadException(KafkaLog.registryTrouble(e));
    }
  }

  private Map<TopicPartition, Reading> start(
      Consumer<byte[], byte[]> consumer, Map<SourcePartition, Taken> progress)
      throws UnreadException {
    Map<TopicPartition, SourcePartition> sources =
        progress.keySet().stream().collect(Collectors.toMap(KafkaLog::kafka, source -> source));
    consumer.assign(sources.keySet());
    Map<TopicPartition, Long> ends = ends(sources.keySet());
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(sources.keySet());
    Map<TopicPartition, Reading> readings = new HashMap<>();
    for (Map.Entry<TopicPartition, SourcePartition> entry : sources.entrySet()) {
      Taken taken = progress.getOrDefault(entry.getValue(), Taken.UNTAKEN);
      long begin = begins.getOrDefault(entry.getKey(), 0L);
      if (taken.seenOffset() + 1 < begin) {
        throw new UnreadException(
            TargetError.of(
                "history",
                "Changes of %s are lost: Kafka no longer keeps what follows offset %d."
                    .formatted(entry.getValue(), taken.seenOffset()),
                "Take a new snapshot of the table."));
      }
      // The last applied record itself tells up to which serial its partition is applied.
      boolean reread = taken.appliedOffset() >= begin;
      consumer.seek(entry.getKey(), reread ? taken.appliedOffset() : taken.seenOffset() + 1);
      readings.put(
          entry.getKey(),
          new Reading(entry.getValue(), taken, reread, ends.getOrDefault(entry.getKey(), 0L)));
    }
    return readings;
  }

  private Map<TopicPartition, Long> ends(Collection<TopicPartition> of) throws UnreadException {
    Map<TopicPartition, OffsetSpec> latest =
        of.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest()));
    try {
      Map<TopicPartition, Long> ends = new HashMap<>();
      admin
          .listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
          .all()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
          .forEach((partition, end) -> ends.put(partition, end.offset()));
      return ends;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new org.apache.kafka.common.errors.InterruptException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new UnreadException(later("Kafka does not say where it ends: " + messageOf(e)));
    }
  }

  /** Reads as far as needed, and some more, and says up to which serial all is read. */
  private long read(
      Consumer<byte[], byte[]> consumer, Map<TopicPartition, Reading> readings, long atLeast)
      throws UnreadException {
    long upTo = readOn(consumer, readings, atLeast, MORE);
    boolean roomy = bytes(readings.values()) <= maxBytes / 2;
    long further = roomy ? further(readings.values(), upTo) : upTo;
    // What was read is committed; only now do the ends count in all that was written before it.
    ends(readings.keySet())
        .forEach((kafka, end) -> Objects.requireNonNull(readings.get(kafka)).end = end);
    return readOn(consumer, readings, further, 0);
  }

  private long readOn(
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, Reading> readings,
      long atLeast,
      int more)
      throws UnreadException {
    long heardNanos = System.nanoTime();
    long roomBytes = maxBytes / 2;
    while (true) {
      readings.forEach((kafka, reading) -> reading.ended = consumer.position(kafka) >= reading.end);
      // First of all how far each is applied: what is far behind that is then kept newest only,
      // whichever partition Kafka happens to hand over first.
      boolean placed = readings.values().stream().allMatch(Reading::knowsApplied);
      long upTo = Math.max(atLeast, applied(readings.values()));
      if (placed && bytes(readings.values()) > roomBytes) {
        readings.values().forEach(reading -> reading.keepNewest(upTo));
        long needed =
            readings.values().stream().mapToLong(reading -> reading.bytesUpTo(upTo)).sum();
        if (needed > maxBytes) {
          throw new UnreadException(
              later(
                  "its partitions are apart by more rows than fit into %d MB, an eighth of the memory that the sink may have"
                      .formatted(maxBytes >> 20)));
        }
        roomBytes = (bytes(readings.values()) + maxBytes) / 2;
      }
      int extra = bytes(readings.values()) < maxBytes / 4 ? more : 0;
      boolean done = true;
      for (Map.Entry<TopicPartition, Reading> entry : readings.entrySet()) {
        Reading reading = entry.getValue();
        boolean wanted = placed ? reading.wants(upTo, extra) : !reading.knowsApplied();
        done &= !wanted;
        if (wanted) {
          consumer.resume(List.of(entry.getKey()));
        } else {
          consumer.pause(List.of(entry.getKey()));
        }
      }
      if (done) {
        return upTo;
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        Reading reading = readings.get(new TopicPartition(record.topic(), record.partition()));
        if (reading != null) {
          reading.add(decoder.decode(reading.partition, record));
          heardNanos = System.nanoTime();
        }
      }
      if (System.nanoTime() - heardNanos > PATIENCE.toNanos()) {
        throw new UnreadException(
            later("nothing of it could be read for " + PATIENCE.toSeconds() + " s"));
      }
    }
  }

  private static long bytes(Collection<Reading> readings) {
    return readings.stream().mapToLong(reading -> reading.bytes).sum();
  }

  private static long applied(Collection<Reading> readings) {
    return readings.stream().mapToLong(reading -> reading.applied).max().orElse(0);
  }

  /** As far as those are read that go on; as far as anything is, when none does. */
  private static long further(Collection<Reading> readings, long upTo) {
    long further =
        readings.stream()
            .filter(reading -> !reading.ended)
            .mapToLong(reading -> reading.serial)
            .min()
            .orElse(readings.stream().mapToLong(reading -> reading.serial).max().orElse(upTo));
    return Math.max(upTo, further);
  }

  private static Map<SourcePartition, List<Change>> cut(Collection<Reading> readings, long upTo) {
    Map<SourcePartition, List<Change>> changes = new HashMap<>();
    for (Reading reading : readings) {
      changes.put(reading.partition, reading.upTo(upTo));
    }
    return changes;
  }

  private static TargetError later(String why) {
    return new TargetError(
        "conflict",
        "Rows of several partitions hold each other's unique values, and to settle them together"
            + " the topic must be read whole: "
            + why
            + ".",
        "Nothing, it is tried again by itself. If it goes on, see to Kafka, and to what the other"
            + " partitions of the table wait for.",
        true);
  }

  private static String messageOf(Exception e) {
    return LockstepException.messageOf(e.getCause() == null ? e : e.getCause());
  }
}
