package dev.lockstep.engine.mysql.sql;

import dev.lockstep.schema.topic.TableName;

/** Pieces of SQL text that are made from names and labels of others. */
public final class SqlText {

  private SqlText() {}

  /** A name as an identifier, whatever it holds. */
  public static String name(String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("not a name in MariaDB: '" + name + "'");
    }
    return "`" + name.replace("`", "``") + "`";
  }

  public static String name(TableName table) {
    return name(table.schema()) + "." + name(table.table());
  }

  /** A string literal; for sessions in which backslash escapes. */
  public static String text(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''").replace("\0", "\\0") + "'";
  }

  /** {@code ?,?,?} */
  public static String marks(int count) {
    return "?" + ",?".repeat(count - 1);
  }
}
