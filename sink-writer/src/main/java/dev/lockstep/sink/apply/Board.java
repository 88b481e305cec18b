package dev.lockstep.sink.apply;

import dev.lockstep.sink.position.SourcePartition;
import java.util.Optional;

/** Where a worker says how it is. Repeating the same is cheap. */
public interface Board {

  /** Changes flow. */
  void running();

  /** The target does not answer as it must; tried again for ever. */
  void retrying(TargetError error);

  /**
   * Changes of this partition flow, or there is none that waits.
   *
   * @param notice what there is to say of its table all the same
   */
  void partitionRunning(SourcePartition partition, Optional<TargetError> notice);

  /** Changes of this partition wait for something that may pass by itself. */
  void partitionRetrying(SourcePartition partition, TargetError error);

  /** Changes of this partition wait for a person. */
  void partitionRefused(SourcePartition partition, TargetError error);

  /** The partition is somebody else's: what was said of it is no longer ours to say. */
  void partitionGone(SourcePartition partition);

  /** A change went to the dead letters. */
  void deadLettered(Change change, TargetError error);
}
