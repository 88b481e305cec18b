package dev.lockstep.sink.apply;

/** The database that changes are applied to. */
public interface Target {

  /** Opens a connection of its own, ready to take partitions. */
  TargetSession connect() throws TargetException;
}
