package dev.lockstep.flow;

import dev.lockstep.schema.topic.TableName;

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

  /** Asked of every table with every fact, so without a regular expression. */
  private static boolean matches(String pattern, String name) {
    int at = 0;
    int in = 0;
    int lastWild = -1;
    int resumeAt = 0;
    while (at < name.length()) {
      if (in < pattern.length() && pattern.charAt(in) == '%') {
        lastWild = in++;
        resumeAt = at;
      } else if (in < pattern.length() && pattern.charAt(in) == name.charAt(at)) {
        in++;
        at++;
      } else if (lastWild >= 0) {
        in = lastWild + 1;
        at = ++resumeAt;
      } else {
        return false;
      }
    }
    while (in < pattern.length() && pattern.charAt(in) == '%') {
      in++;
    }
    return in == pattern.length();
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
