package dev.lockstep.producers.publish;

import dev.lockstep.schema.topic.TableName;

/**
 * A table whose rows cannot be known from the log, so that they are to be read beside it.
 *
 * @param reason why, for people
 * @param silent whether its changes are not published until that starts
 * @param unknown whether the log's reader has no definition of it, and passes over it until it has
 * @param whole whether all tables of the endpoint are read
 */
public record NeededReread(
    TableName table, String reason, boolean silent, boolean unknown, boolean whole) {

  public NeededReread(TableName table, String reason, boolean silent, boolean unknown) {
    this(table, reason, silent, unknown, false);
  }

  /** One of all tables of an endpoint, of whose earlier rows nothing is known. */
  static NeededReread ofAll(TableName table, String reason) {
    return new NeededReread(table, reason, false, false, true);
  }
}
