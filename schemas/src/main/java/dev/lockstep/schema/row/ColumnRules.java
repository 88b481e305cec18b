package dev.lockstep.schema.row;

import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The column rules of one table, by column name in any case. */
public final class ColumnRules {

  public static final ColumnRules NONE = new ColumnRules(Map.of());

  private final Map<String, ColumnRule> byColumn;

  private ColumnRules(Map<String, ColumnRule> byColumn) {
    this.byColumn = byColumn;
  }

  public static ColumnRules of(Map<String, ColumnRule> rules) {
    Map<String, ColumnRule> byColumn = new HashMap<>();
    rules.forEach(
        (column, rule) -> {
          if (byColumn.put(column.toLowerCase(Locale.ROOT), rule) != null) {
            throw new IllegalArgumentException("Two rules for column '" + column + "'");
          }
        });
    return new ColumnRules(Collections.unmodifiableMap(byColumn));
  }

  /** The rule of a column, {@link ColumnRule#NONE} where none was given. */
  public ColumnRule of(String column) {
    return byColumn.getOrDefault(column.toLowerCase(Locale.ROOT), ColumnRule.NONE);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ColumnRules rules && byColumn.equals(rules.byColumn);
  }

  @Override
  public int hashCode() {
    return byColumn.hashCode();
  }

  @Override
  public String toString() {
    return new TreeMap<>(byColumn).toString();
  }
}
