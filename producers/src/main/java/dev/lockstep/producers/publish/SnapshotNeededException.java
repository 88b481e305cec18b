package dev.lockstep.producers.publish;

/** A table came up whose earlier rows were never read: the endpoint must be read anew. */
public final class SnapshotNeededException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SnapshotNeededException(String message) {
    super(message);
  }
}
