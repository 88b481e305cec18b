package dev.lockstep.flow;

import dev.lockstep.schema.topic.TableName;
import java.util.Optional;

/**
 * Where tables go under another name: one table to one table, or a whole schema to another schema.
 *
 * @param from {@code schema.table} or {@code schema.%}
 * @param to likewise, of the same form
 */
public record TableRename(TablePattern from, TablePattern to) {

  public TableRename {
    if (!isSupported(from) || !isSupported(to) || isSchema(from) != isSchema(to)) {
      throw new IllegalArgumentException(
          "Not schema.table to schema.table, nor schema.% to schema.%: " + from + " to " + to);
    }
  }

  /** Target name of a source table; empty when it is not meant. */
  public Optional<TableName> forward(TableName source) {
    return map(from, to, source);
  }

  /** Source name of a target table; empty when it is not meant. */
  public Optional<TableName> backward(TableName target) {
    return map(to, from, target);
  }

  private static Optional<TableName> map(TablePattern from, TablePattern to, TableName name) {
    if (!from.matches(name)) {
      return Optional.empty();
    }
    return Optional.of(new TableName(to.schema(), isSchema(to) ? name.table() : to.table()));
  }

  /** Whether a pattern has one of the two forms that a rename can have. */
  public static boolean isSupported(TablePattern pattern) {
    return pattern.isExact() || isSchema(pattern);
  }

  /** Whether a pattern means a whole schema. */
  public static boolean isSchema(TablePattern pattern) {
    return pattern.schema().indexOf('%') < 0 && pattern.table().equals("%");
  }
}
