package dev.lockstep.producers.source;

import dev.lockstep.schema.topic.TableName;
import java.util.Optional;

/** What reads the log has no definition of a table, or another one than the log's. */
public final class UndefinedTableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Optional<TableName> table;

  public UndefinedTableException(String message, Optional<TableName> table, Throwable cause) {
    super(message, cause);
    this.table = table;
  }

  /** Empty when it does not say which one. */
  public Optional<TableName> table() {
    return table;
  }
}
