package dev.lockstep.sink.apply;

import dev.lockstep.sink.position.SourcePartition;
import dev.lockstep.sink.position.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A log with offsets that have holes, and a group whose members learn of a rebalance only when they
 * poll.
 */
final class SimulatedLog {

  private final Map<SourcePartition, List<Change>> records = new HashMap<>();

  void append(Change change) {
    records.computeIfAbsent(change.partition(), p -> new ArrayList<>()).add(change);
  }

  List<Change> of(SourcePartition partition) {
    return records.getOrDefault(partition, List.of());
  }

  Set<SourcePartition> partitions() {
    return new TreeSet<>(records.keySet());
  }

  /** The log as one member sees it. */
  final class Member implements Log, WholeTopic {

    private final Random random;
    private final Runnable step;
    private Set<SourcePartition> assigned = Set.of();
    private final Set<SourcePartition> announced = new TreeSet<>();
    private final Map<SourcePartition, Long> position = new HashMap<>();

    Member(Random random, Runnable step) {
      this.random = random;
      this.step = step;
    }

    /** What the group says; the member hears of it at its next poll. */
    void assign(Set<SourcePartition> partitions) {
      assigned = new TreeSet<>(partitions);
    }

    Set<SourcePartition> assigned() {
      return assigned;
    }

    @Override
    public Polled poll(Duration patience) {
      step.run();
      Set<SourcePartition> gone = new TreeSet<>(announced);
      gone.removeAll(assigned);
      Set<SourcePartition> came = new TreeSet<>(assigned);
      came.removeAll(announced);
      announced.removeAll(gone);
      announced.addAll(came);
      position.keySet().removeAll(gone);
      Map<SourcePartition, List<Change>> changes = new LinkedHashMap<>();
      for (SourcePartition partition : announced) {
        Long from = position.get(partition);
        if (from != null) {
          List<Change> some = batch(partition, from);
          if (!some.isEmpty()) {
            changes.put(partition, some);
            position.put(partition, some.getLast().offset() + 1);
          }
        }
      }
      return new Polled(gone, came, changes, Optional.empty());
    }

    private List<Change> batch(SourcePartition partition, long from) {
      int limit = 1 + random.nextInt(12);
      return of(partition).stream().filter(change -> change.offset() >= from).limit(limit).toList();
    }

    @Override
    public Start start(SourcePartition partition, Taken from) {
      step.run();
      long next = from.seenOffset() + 1;
      // Now and then a record is delivered once more.
      position.put(partition, random.nextInt(4) == 0 ? Math.max(0, next - 3) : next);
      List<Change> all = of(partition);
      return new Start(true, all.isEmpty() ? Taken.NOTHING : all.getLast().offset());
    }

    @Override
    public Set<SourcePartition> siblings(SourcePartition partition) {
      Set<SourcePartition> siblings = partitions();
      siblings.removeIf(other -> !other.topic().equals(partition.topic()));
      return siblings;
    }

    @Override
    public Map<SourcePartition, List<Change>> upToOneSerial(
        Map<SourcePartition, Taken> progress, long atLeast) {
      step.run();
      long applied = progress.values().stream().mapToLong(Taken::appliedOffset).max().orElse(0);
      long upTo = Math.max(atLeast, applied);
      Map<SourcePartition, List<Change>> changes = new HashMap<>();
      progress.forEach(
          (partition, taken) ->
              changes.put(
                  partition,
                  of(partition).stream()
                      .filter(c -> c.offset() > taken.appliedOffset() && c.offset() <= upTo)
                      .toList()));
      return changes;
    }

    @Override
    public void stop(Collection<SourcePartition> partitions) {
      partitions.forEach(position::remove);
    }

    @Override
    public long seenOffset(SourcePartition partition) {
      Long at = position.get(partition);
      return at == null ? Taken.NOTHING : at - 1;
    }
  }
}
