package dev.lockstep.sink.mysql.dialect;

import java.util.Set;

/**
 * Codes of errors by what they concern; those that only one kind of server has.
 *
 * @param contention other transactions in the way
 * @param server the server as a whole
 * @param rows the rows that were written
 */
public record ErrorCodes(Set<Integer> contention, Set<Integer> server, Set<Integer> rows) {

  public ErrorCodes {
    contention = Set.copyOf(contention);
    server = Set.copyOf(server);
    rows = Set.copyOf(rows);
  }
}
