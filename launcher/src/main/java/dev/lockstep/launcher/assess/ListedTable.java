package dev.lockstep.launcher.assess;

import dev.lockstep.engine.table.ColumnFacts;
import dev.lockstep.schema.change.RowDefinition;
import dev.lockstep.schema.topic.TableName;
import java.util.List;

/**
 * One entry of a server's list of tables.
 *
 * @param type the server's word: BASE TABLE, VIEW, SEQUENCE, SYSTEM VERSIONED
 * @param rows as the server estimates them
 * @param key columns of the primary key, in key order; empty when there is none
 * @param actions foreign keys by which the server changes rows by itself
 */
record ListedTable(
    TableName name,
    String type,
    String engine,
    long rows,
    long bytes,
    List<String> key,
    List<ColumnFacts> columns,
    List<String> actions) {

  ListedTable {
    key = List.copyOf(key);
    columns = List.copyOf(columns);
    actions = List.copyOf(actions);
  }

  boolean hasPrimaryKey() {
    return !key.isEmpty();
  }

  /** What a comparison goes by; columns of types that are not known are not in it. */
  RowDefinition definition() {
    return new RowDefinition(
        columns.stream().flatMap(column -> column.column().stream()).toList(), key);
  }

  boolean isPlain() {
    return type.equals("BASE TABLE");
  }
}
