package dev.lockstep.producers.source.binlog.table;

import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.engine.table.ColumnFacts;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One column of a primary key, so that a value of it can be written into a statement and means
 * exactly that value there. Texts are written as their bytes in the column's own character set:
 * converted to another and back they might be another text, or stand elsewhere in the order.
 *
 * @param ordered expression by which the key orders the column
 * @param read expression that gives a value as text
 * @param prefix of that text in a statement, and {@code suffix}
 */
record KeyColumn(String ordered, String read, String prefix, String suffix) {

  /** Empty for a column whose values cannot be written exactly. */
  static Optional<KeyColumn> of(ColumnFacts column) {
    return Optional.ofNullable(known(column, SqlText.name(column.name())));
  }

  private static @Nullable KeyColumn known(ColumnFacts column, String name) {
    return switch (column.word()) {
      case "tinyint",
          "smallint",
          "mediumint",
          "int",
          "integer",
          "bigint",
          "boolean",
          "bool",
          "decimal",
          "numeric",
          "dec",
          "fixed" ->
          new KeyColumn(name, "CAST(" + name + " AS CHAR)", "", "");
      case "year" -> new KeyColumn(name, "CAST(" + name + " AS CHAR)", "", "");
      case "bit" -> new KeyColumn(name, "CAST(" + name + " AS UNSIGNED)", "", "");
      // In the order of their numbers, not of their words.
      case "enum", "set" -> {
        String number = "CAST(" + name + " AS UNSIGNED)";
        yield new KeyColumn(number, number, "", "");
      }
      case "char", "varchar", "tinytext", "text", "mediumtext", "longtext" ->
          column
              .collation()
              .map(collation -> new KeyColumn(name, "HEX(" + name + ")", charset(collation), "'"))
              .orElse(null);
      case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
          new KeyColumn(name, "HEX(" + name + ")", "X'", "'");
      case "date", "time", "datetime", "timestamp", "uuid" ->
          new KeyColumn(name, "CAST(" + name + " AS CHAR)", "'", "'");
      case "float" -> new KeyColumn(name, "CAST(CAST(" + name + " AS DOUBLE) AS CHAR)", "", "");
      case "double", "real" -> new KeyColumn(name, "CAST(" + name + " AS CHAR)", "", "");
      default -> null;
    };
  }

  /** The introducer of a text in the character set that a collation is of. */
  private static String charset(String collation) {
    int end = collation.indexOf('_');
    String name = end < 0 ? collation : collation.substring(0, end);
    return "_" + name.toLowerCase(Locale.ROOT) + " X'";
  }

  String literal(String value) {
    return prefix + value + suffix;
  }
}
