package dev.lockstep.engine.table;

import dev.lockstep.schema.topic.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One table as the database describes it now, which may be later than where the log is read.
 *
 * @param primaryKey columns of the primary key, in key order; empty when there is none
 * @param rows the database's estimate
 * @param created when the table's definition was last made anew
 * @param warnings what the log will not tell of this table, one sentence each
 * @param refusal why it is not captured, whatever its columns; it then has no key either
 */
public record TableFacts(
    TableName name,
    List<ColumnFacts> columns,
    List<String> primaryKey,
    long rows,
    Optional<Instant> created,
    List<String> warnings,
    Optional<Refusal> refusal) {

  public TableFacts {
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
    warnings = List.copyOf(warnings);
  }

  public boolean hasPrimaryKey() {
    return !primaryKey.isEmpty();
  }
}
