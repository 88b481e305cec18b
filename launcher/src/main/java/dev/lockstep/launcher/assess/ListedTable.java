package dev.lockstep.launcher.assess;

import dev.lockstep.schema.topic.TableName;
import java.util.List;
import java.util.Map;

/**
 * One entry of a server's list of tables.
 *
 * @param type the server's word: BASE TABLE, VIEW, SEQUENCE, SYSTEM VERSIONED
 * @param rows as the server estimates them
 * @param columns types by name
 * @param actions foreign keys by which the server changes rows by itself
 */
record ListedTable(
    TableName name,
    String type,
    String engine,
    long rows,
    long bytes,
    boolean hasPrimaryKey,
    Map<String, String> columns,
    List<String> actions) {

  ListedTable {
    columns = Map.copyOf(columns);
    actions = List.copyOf(actions);
  }

  boolean isPlain() {
    return type.equals("BASE TABLE");
  }
}
