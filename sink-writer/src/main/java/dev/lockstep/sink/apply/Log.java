package dev.lockstep.sink.apply;

import dev.lockstep.sink.position.SourcePartition;
import dev.lockstep.sink.position.Taken;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The change topics of one flow, as one member of the sink's consumer group sees them. */
public interface Log {

  /**
   * What a poll brought.
   *
   * @param gone partitions that are ours no longer
   * @param came partitions that are ours from now on; they stand still until {@link #start}
   * @param changes records of started partitions, in order within each partition
   * @param trouble why there may be more that could not be brought
   */
  record Polled(
      Set<SourcePartition> gone,
      Set<SourcePartition> came,
      Map<SourcePartition, List<Change>> changes,
      Optional<TargetError> trouble) {

    public static final Polled NOTHING = new Polled(Set.of(), Set.of(), Map.of(), Optional.empty());
  }

  /** Keeps membership of the group alive and brings what there is. */
  Polled poll(Duration patience);

  /**
   * How a partition starts.
   *
   * @param reachesBack whether the log still holds what follows the progress
   * @param lastOffset the last offset that the log holds now
   */
  record Start(boolean reachesBack, long lastOffset) {}

  /** Lets a partition deliver from the record after its progress. */
  Start start(SourcePartition partition, Taken from);

  /** Lets partitions stand still; records of them that were delivered come again after a start. */
  void stop(Collection<SourcePartition> partitions);

  /** Offset up to which a started partition holds nothing that was not delivered. */
  long seenOffset(SourcePartition partition);
}
