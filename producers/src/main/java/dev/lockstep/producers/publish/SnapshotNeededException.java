package dev.lockstep.producers.publish;

import dev.lockstep.schema.topic.TableName;

/** Rows of a table are not known from the log: the endpoint must be read anew. */
public final class SnapshotNeededException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SnapshotNeededException(String message) {
    super(message);
  }

  static SnapshotNeededException altered(TableName table) {
    return new SnapshotNeededException(
        "Table %s was altered in a way that may change rows, which the log does not tell"
            .formatted(table));
  }
}
