package dev.lockstep.flow;

import dev.lockstep.schema.topic.TableName;
import java.util.regex.Pattern;

/**
 * A pattern over {@code schema.table}; {@code %} stands for any run of characters within one of the
 * two parts. Case counts, as it does for table names on most servers.
 */
public record TablePattern(String schema, String table) {

  /** Parses {@code schema.table}; the first dot separates. */
  public static TablePattern parse(String text) {
    TableName parts = TableName.parse(text);
    return new TablePattern(parts.schema(), parts.table());
  }

  public static TablePattern exactly(TableName table) {
    return new TablePattern(table.schema(), table.table());
  }

  public boolean matches(TableName name) {
    return matches(schema, name.schema()) && matches(table, name.table());
  }

  /** Whether some table matches both patterns. */
  public boolean overlaps(TablePattern other) {
    return overlap(schema, 0, other.schema, 0) && overlap(table, 0, other.table, 0);
  }

  /** Whether it names one table only. */
  public boolean isExact() {
    return schema.indexOf('%') < 0 && table.indexOf('%') < 0;
  }

  private static boolean matches(String pattern, String name) {
    if (pattern.indexOf('%') < 0) {
      return pattern.equals(name);
    }
    StringBuilder regex = new StringBuilder();
    for (String literal : pattern.split("%", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(name).matches();
  }

  private static boolean overlap(String a, int i, String b, int j) {
    if (i == a.length() && j == b.length()) {
      return true;
    }
    if (i < a.length() && a.charAt(i) == '%') {
      return overlap(a, i + 1, b, j) || (j < b.length() && overlap(a, i, b, j + 1));
    }
    if (j < b.length() && b.charAt(j) == '%') {
      return overlap(a, i, b, j + 1) || (i < a.length() && overlap(a, i + 1, b, j));
    }
    return i < a.length()
        && j < b.length()
        && a.charAt(i) == b.charAt(j)
        && overlap(a, i + 1, b, j + 1);
  }

  @Override
  public String toString() {
    return schema + "." + table;
  }
}
