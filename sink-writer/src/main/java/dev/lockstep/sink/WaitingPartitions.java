package dev.lockstep.sink;

import dev.lockstep.schema.kafka.Backoff;
import dev.lockstep.sink.apply.TargetError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Partitions whose next record cannot be read yet. Each is tried again after a pause that doubles,
 * so that the others go on meanwhile; its trouble stands until it has been read on. One thread.
 */
final class WaitingPartitions {

  private record Wait(int failures, long untilNanos, boolean due, TargetError why) {}

  private final Map<TopicPartition, Wait> waits = new HashMap<>();
  private final Backoff backoff;
  private final LongSupplier nanoTime;

  WaitingPartitions(Backoff backoff, LongSupplier nanoTime) {
    this.backoff = backoff;
    this.nanoTime = nanoTime;
  }

  /** The partition is to be left alone for a while. */
  void add(TopicPartition partition, TargetError why) {
    Wait before = waits.get(partition);
    int failures = before == null ? 1 : before.failures + 1;
    long until = nanoTime.getAsLong() + backoff.after(failures).toNanos();
    waits.put(partition, new Wait(failures, until, false, why));
  }

  /** The partition was read on, or is no longer to be read. */
  void remove(TopicPartition partition) {
    waits.remove(partition);
  }

  /** Those that are to be tried again now; each is named once. */
  List<TopicPartition> due() {
    List<TopicPartition> due = new ArrayList<>();
    waits.replaceAll(
        (partition, wait) -> {
          if (wait.due || nanoTime.getAsLong() < wait.untilNanos) {
            return wait;
          }
          due.add(partition);
          return new Wait(wait.failures, wait.untilNanos, true, wait.why);
        });
    return due;
  }

  /** Why some partition waits. */
  Optional<TargetError> why() {
    return waits.values().stream().map(Wait::why).findFirst();
  }
}
