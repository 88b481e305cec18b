package dev.lockstep.sink.apply;

import dev.lockstep.sink.position.SourcePartition;
import dev.lockstep.sink.position.Taken;
import java.util.Map;
import java.util.Set;

/** What became of one attempt to apply slices of the log in one target transaction. */
public sealed interface Outcome {

  /** Rows and progress are committed; this is where the partitions stand now. */
  record Applied(Map<SourcePartition, Taken> now) implements Outcome {
    public Applied {
      now = Map.copyOf(now);
    }
  }

  /** Every record was at or below the progress: a duplicate delivery. */
  record AlreadyApplied() implements Outcome {}

  /** The target refuses rows of this topic; rolled back. */
  record Rejected(String topic, TargetError error) implements Outcome {}

  /** The target's table cannot take rows of this topic as things are; rolled back. */
  record Blocked(String topic, TargetError error) implements Outcome {}

  /** Somebody else took these partitions over; rolled back. */
  record Fenced(Set<SourcePartition> partitions) implements Outcome {
    public Fenced {
      partitions = Set.copyOf(partitions);
    }
  }

  /** A deadlock or a lock held too long; rolled back. */
  record Contended(TargetError error) implements Outcome {}

  /** The connection broke in the commit: committed or not, only the progress row can say. */
  record Unknown(TargetError error) implements Outcome {}

  /** The connection broke before the commit: nothing of it is committed. */
  record Unavailable(TargetError error) implements Outcome {}
}
