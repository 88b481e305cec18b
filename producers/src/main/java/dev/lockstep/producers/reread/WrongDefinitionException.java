package dev.lockstep.producers.reread;

import dev.lockstep.schema.topic.TableName;

/**
 * What reads the log has another definition of a table than the database, though it has read all
 * statements about it: it did not understand one of them.
 */
public final class WrongDefinitionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient TableName table;

  WrongDefinitionException(TableName table) {
    super(
        "What reads the log has another definition of table %s than the database".formatted(table));
    this.table = table;
  }

  public TableName table() {
    return table;
  }
}
