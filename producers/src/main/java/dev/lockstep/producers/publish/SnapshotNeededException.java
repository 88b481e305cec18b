package dev.lockstep.producers.publish;

/** What was published of an endpoint's tables cannot be gone on from: all are read anew. */
public final class SnapshotNeededException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SnapshotNeededException(String message) {
    super(message);
  }
}
