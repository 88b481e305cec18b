package dev.lockstep.producers.publish;

import dev.lockstep.schema.topic.TableName;

/** Rows of a table are told apart by other columns than those published before. */
final class KeyChangedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  KeyChangedException(TableName table, String before, String now) {
    super("The primary key of table %s changed from (%s) to (%s)".formatted(table, before, now));
  }
}
