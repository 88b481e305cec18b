package dev.lockstep.engine.table;

import java.util.Optional;

/**
 * One column as the database describes it.
 *
 * @param type the column type verbatim, such as {@code decimal(10,2)}
 * @param collation of text columns
 * @param json whether its values are JSON, by type or by a {@code json_valid} constraint
 * @param generated whether the database computes it
 * @param filled whether rows that are there when it is added get a value
 */
public record ColumnFacts(
    String name,
    String type,
    boolean nullable,
    Optional<String> collation,
    boolean json,
    boolean generated,
    boolean filled) {

  /** The type's name without length, attributes and values, in lower case. */
  public String baseType() {
    int end = 0;
    while (end < type.length() && Character.isLetterOrDigit(type.charAt(end))) {
      end++;
    }
    return type.substring(0, end).toLowerCase(java.util.Locale.ROOT);
  }

  public boolean unsigned() {
    String lower = type.toLowerCase(java.util.Locale.ROOT);
    return lower.contains("unsigned") || lower.contains("zerofill");
  }
}
