package dev.lockstep.schema.registry;

/** Where the registry's facts are kept. Used by one thread at a time. */
interface SchemaLog extends AutoCloseable {

  /** Gives every entry that was not yet given, in order. */
  interface Follower {
    void apply(LogEntry entry);
  }

  /**
   * Brings the follower up to everything that is in the log, and makes this instance the only one
   * that may append. Called before the first append, and again after an append whose outcome is
   * unknown.
   */
  void recover(Follower follower);

  /**
   * Appends one entry and returns when the follower has seen it come back from the log.
   *
   * @throws RegistryFault when it failed or its outcome is unknown; {@link #recover} settles it
   */
  void append(LogEntry entry, Follower follower);

  @Override
  void close();
}
