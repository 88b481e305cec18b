package dev.lockstep.schema.topic;

/**
 * A table within an endpoint. {@link #toString()} is the {@code schema.table} of facts and
 * messages.
 */
public record TableName(String schema, String table) implements Comparable<TableName> {

  /** Parses {@code schema.table}; the first dot separates. */
  public static TableName parse(String text) {
    int dot = text.indexOf('.');
    if (dot <= 0 || dot == text.length() - 1) {
      throw new IllegalArgumentException("Not schema.table: '" + text + "'");
    }
    return new TableName(text.substring(0, dot), text.substring(dot + 1));
  }

  @Override
  public int compareTo(TableName other) {
    int bySchema = schema.compareTo(other.schema);
    return bySchema != 0 ? bySchema : table.compareTo(other.table);
  }

  @Override
  public String toString() {
    return schema + "." + table;
  }
}
