package dev.lockstep.sink.apply;

/** Where a worker says how it is. Repeating the same is cheap. */
public interface Board {

  /** Changes flow. */
  void running();

  /** The target does not answer as it must; tried again for ever. */
  void retrying(TargetError error);

  /** Changes of this topic flow. */
  void tableRunning(String topic);

  /** Changes of this topic wait for something that may pass by itself. */
  void tableRetrying(String topic, TargetError error);

  /** Changes of this topic wait for a person. */
  void tableRefused(String topic, TargetError error);

  /** A change went to the dead letters. */
  void deadLettered(Change change, TargetError error);
}
