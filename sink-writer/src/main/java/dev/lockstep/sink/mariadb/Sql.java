package dev.lockstep.sink.mariadb;

import dev.lockstep.schema.topic.TableName;

/** Pieces of SQL text that are made from names and labels of others. */
final class Sql {

  private Sql() {}

  /** A name as an identifier, whatever it holds. */
  static String name(String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("not a name in MariaDB: '" + name + "'");
    }
    return "`" + name.replace("`", "``") + "`";
  }

  static String name(TableName table) {
    return name(table.schema()) + "." + name(table.table());
  }

  /** A string literal; backslash escapes are on in our sessions. */
  static String text(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''").replace("\0", "\\0") + "'";
  }

  /** {@code ?,?,?} */
  static String marks(int count) {
    return "?" + ",?".repeat(count - 1);
  }
}
