package dev.lockstep.sink.apply;

import dev.lockstep.schema.kafka.Backoff;
import dev.lockstep.sink.position.SourcePartition;
import dev.lockstep.sink.position.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** The partitions that the group gave one member, and whether each of them moves. One thread. */
final class Holdings {

  private final Map<SourcePartition, Holding> holdings = new TreeMap<>();
  private final Log log;
  private final LongSupplier nanoTime;
  private final Backoff retry;

  Holdings(Log log, LongSupplier nanoTime, Backoff retry) {
    this.log = log;
    this.nanoTime = nanoTime;
    this.retry = retry;
  }

  /** Follows what the group said. */
  void follow(Log.Polled polled) {
    holdings.keySet().removeAll(polled.gone());
    for (SourcePartition partition : polled.came()) {
      Holding holding = new Holding();
      holding.dueNanos = nanoTime.getAsLong();
      holdings.put(partition, holding);
    }
  }

  Holding of(SourcePartition partition) {
    Holding holding = holdings.get(partition);
    if (holding == null) {
      throw new IllegalStateException(partition + " is not ours");
    }
    return holding;
  }

  Taken taken(SourcePartition partition) {
    Taken taken = of(partition).taken;
    if (taken == null) {
      throw new IllegalStateException(partition + " was not taken");
    }
    return taken;
  }

  Map<SourcePartition, Taken> taken(Collection<Slice> slices) {
    Map<SourcePartition, Taken> taken = new HashMap<>();
    slices.forEach(slice -> taken.put(slice.partition(), taken(slice.partition())));
    return taken;
  }

  /** Partitions that stand still and are due to be tried. */
  List<SourcePartition> due() {
    List<SourcePartition> due = new ArrayList<>();
    holdings.forEach(
        (partition, holding) -> {
          if (!holding.delivering && nanoTime.getAsLong() - holding.dueNanos >= 0) {
            due.add(partition);
          }
        });
    return due;
  }

  boolean delivers(SourcePartition partition) {
    Holding holding = holdings.get(partition);
    return holding != null && holding.delivering && holding.taken != null;
  }

  /** Partitions that deliver, with everything settled, but for no record since a while. */
  List<SourcePartition> idleFor(Duration time) {
    List<SourcePartition> idle = new ArrayList<>();
    holdings.forEach(
        (partition, holding) -> {
          long sinceNanos = nanoTime.getAsLong() - holding.lastRecordNanos;
          if (delivers(partition) && !holding.awaitingSnapshot && sinceNanos >= time.toNanos()) {
            idle.add(partition);
          }
        });
    return idle;
  }

  /** Partitions that turn out to have nothing to apply, without anything having been applied. */
  List<SourcePartition> foundAtTheEnd() {
    List<SourcePartition> found = new ArrayList<>();
    holdings.forEach(
        (partition, holding) -> {
          if (delivers(partition)
              && !holding.runs
              && !holding.awaitingSnapshot
              && log.seenOffset(partition) >= holding.endAtStart) {
            holding.runs = true;
            found.add(partition);
          }
        });
    return found;
  }

  /** Partitions of a topic that were said to run. */
  List<SourcePartition> running(String topic) {
    return holdings.entrySet().stream()
        .filter(entry -> entry.getKey().topic().equals(topic) && entry.getValue().runs)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Lets a partition stand still for a while that grows with its failures. */
  void defer(SourcePartition partition) {
    Holding holding = of(partition);
    holding.failures++;
    log.stop(Set.of(partition));
    holding.standStill(nanoTime.getAsLong() + retry.after(holding.failures).toNanos());
  }

  /** Of one topic nothing is known of any progress any more. */
  void untake(String topic) {
    holdings.forEach(
        (partition, holding) -> {
          if (partition.topic().equals(topic)) {
            log.stop(Set.of(partition));
            holding.taken = null;
            holding.standStill(nanoTime.getAsLong());
          }
        });
  }

  /** Nothing is known of any progress any more. */
  void untakeAll() {
    log.stop(holdings.keySet());
    for (Holding holding : holdings.values()) {
      holding.taken = null;
      holding.standStill(nanoTime.getAsLong());
    }
  }
}
