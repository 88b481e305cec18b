package dev.lockstep.launcher.assess;

import dev.lockstep.engine.mysql.ServerFacts;
import java.util.List;

/**
 * What one server says of itself, of the account, and of its tables.
 *
 * @param account as in {@code 'lockstep'@'%'}
 * @param schemas those that the account may see
 */
record EndpointFacts(
    ServerFacts server,
    Grants grants,
    String account,
    List<String> schemas,
    List<ListedTable> tables) {

  EndpointFacts {
    schemas = List.copyOf(schemas);
    tables = List.copyOf(tables);
  }
}
