package dev.lockstep.flow;

import java.util.Optional;

/** A program of Lockstep that has been started, so that whoever started it can watch and end it. */
public interface RunningProgram extends AutoCloseable {

  /** The program and its subject, as a person would call it. */
  String name();

  /** Why it stopped by itself; empty while it runs and after {@link #close()}. */
  Optional<Throwable> failure();

  /** Stops it cleanly and waits until it has; a second call does nothing. */
  @Override
  void close();
}
