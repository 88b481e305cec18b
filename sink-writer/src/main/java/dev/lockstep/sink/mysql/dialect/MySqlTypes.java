package dev.lockstep.sink.mysql.dialect;

import dev.lockstep.engine.mysql.sql.ColumnType;

/** MySQL's types for those that only MariaDB has. */
final class MySqlTypes {

  private static final int UUID_LENGTH = 36;
  private static final int INET4_LENGTH = 15;

  /** With the last four bytes as an address of the older kind. */
  private static final int INET6_LENGTH = 45;

  private MySqlTypes() {}

  /** Values of types that are replaced arrive as texts. */
  static ColumnType of(ColumnType wanted) {
    return switch (wanted.base()) {
      case "uuid" -> ColumnType.of("char", UUID_LENGTH);
      case "inet4" -> ColumnType.of("varchar", INET4_LENGTH);
      case "inet6" -> ColumnType.of("varchar", INET6_LENGTH);
      case "tinyint", "smallint", "mediumint", "int", "bigint", "year" -> withoutWidth(wanted);
      default -> wanted.uncompressed();
    };
  }

  /**
   * MySQL lists and wants no width for digits any more, but where zeros fill it, and for what
   * stands for a boolean.
   */
  private static ColumnType withoutWidth(ColumnType type) {
    boolean isBoolean = type.equals(ColumnType.of("tinyint", 1));
    return type.zerofill() || isBoolean ? type : type.withoutNumbers();
  }
}
