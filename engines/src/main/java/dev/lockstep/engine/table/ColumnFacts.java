package dev.lockstep.engine.table;

import dev.lockstep.schema.change.Capacity;
import dev.lockstep.schema.change.Column;
import java.util.Optional;

/**
 * One column as the database describes it.
 *
 * @param type the column type verbatim, such as {@code decimal(10,2)}
 * @param word the type's name alone, in lower case
 * @param value what its values are; empty for a type that is not known
 * @param capacity which values it can hold; empty for a type that is not known
 * @param collation of text columns
 * @param generated whether the database computes it
 * @param filled whether rows that are there when it is added get a value
 */
public record ColumnFacts(
    String name,
    String type,
    String word,
    Optional<ValueType> value,
    Optional<Capacity> capacity,
    boolean nullable,
    Optional<String> collation,
    boolean generated,
    boolean filled) {

  /** What of it a comparison goes by; empty for a type that is not known. */
  public Optional<Column> column() {
    return capacity.map(holds -> new Column(name, type, holds, nullable, generated));
  }
}
