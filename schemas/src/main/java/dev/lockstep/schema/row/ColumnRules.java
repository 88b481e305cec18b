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

  /**
   * A number that changes with any rule: digests made under another version are not comparable, so
   * a change starts a new baseline.
   */
  public int version() {
    int version = CanonicalBuffer.VERSION;
    for (Map.Entry<String, ColumnRule> entry : new TreeMap<>(byColumn).entrySet()) {
      ColumnRule rule = entry.getValue();
      if (!rule.equals(ColumnRule.NONE)) {
        version = 31 * version + entry.getKey().hashCode();
        version = 31 * version + (rule.ignore() ? 1 : 0) + (rule.trim() ? 2 : 0);
        version = 31 * version + rule.compareAs().map(kind -> kind.name().hashCode()).orElse(0);
        version = 31 * version + rule.fractionalDigits().orElse(-1);
      }
    }
    return version;
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
