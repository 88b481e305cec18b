package dev.lockstep.sink.apply;

import dev.lockstep.sink.position.SourcePartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Consecutive records of one partition that are applied together: row changes only, or one barrier.
 *
 * @param passedOver whether its records lie with the dead letters and only progress is to move
 */
record Slice(SourcePartition partition, List<Change> changes, boolean passedOver) {

  Slice {
    changes = List.copyOf(changes);
    if (changes.isEmpty()) {
      throw new IllegalArgumentException("an empty slice of " + partition);
    }
  }

  Slice(SourcePartition partition, List<Change> changes) {
    this(partition, changes, false);
  }

  /** Cuts the records of one partition at its barriers. */
  static List<Slice> cut(SourcePartition partition, List<Change> changes) {
    List<Slice> slices = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < changes.size(); i++) {
      if (changes.get(i).operation().isBarrier()) {
        if (i > start) {
          slices.add(new Slice(partition, changes.subList(start, i)));
        }
        slices.add(new Slice(partition, changes.subList(i, i + 1)));
        start = i + 1;
      }
    }
    if (start < changes.size()) {
      slices.add(new Slice(partition, changes.subList(start, changes.size())));
    }
    return slices;
  }

  Change first() {
    return changes.getFirst();
  }

  boolean isBarrier() {
    return first().operation().isBarrier();
  }

  boolean isSingle() {
    return changes.size() == 1;
  }

  long lastOffset() {
    return changes.getLast().offset();
  }

  /** The same without records at or below an offset; empty when nothing is left. */
  Optional<Slice> after(long offset) {
    if (first().offset() > offset) {
      return Optional.of(this);
    }
    List<Change> rest = changes.stream().filter(change -> change.offset() > offset).toList();
    return rest.isEmpty() ? Optional.empty() : Optional.of(new Slice(partition, rest, passedOver));
  }

  Slice toBePassedOver() {
    return new Slice(partition, changes, true);
  }

  Slice firstHalf() {
    return new Slice(partition, changes.subList(0, changes.size() / 2));
  }

  Slice secondHalf() {
    return new Slice(partition, changes.subList(changes.size() / 2, changes.size()));
  }
}
