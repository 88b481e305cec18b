package dev.lockstep.producers.source.statement;

import java.util.Map;
import java.util.Set;

/**
 * Writes the column types of a CREATE or ALTER TABLE as the server itself would list them. The
 * connector takes a synonym for a type of its own and then reads other values than from a snapshot
 * (BOOLEAN makes 2 to true), fails of them (FLOAT4), or does not understand the statement at all
 * (COMPRESSED). What is no column's definition stays as it is.
 */
public final class PlainTypes {

  /** First words of what stands between columns in a table's definition. */
  private static final Set<String> NOT_COLUMNS =
      Set.of(
          "PRIMARY",
          "KEY",
          "INDEX",
          "UNIQUE",
          "FULLTEXT",
          "SPATIAL",
          "CONSTRAINT",
          "FOREIGN",
          "CHECK",
          "LIKE");

  /** What ALTER TABLE adds, and is no column. */
  private static final Set<String> NOT_ADDED = Set.of("PARTITION", "SYSTEM");

  private static final Map<String, String> SYNONYMS =
      Map.ofEntries(
          Map.entry("BOOL", "TINYINT(1)"),
          Map.entry("BOOLEAN", "TINYINT(1)"),
          Map.entry("INT1", "TINYINT"),
          Map.entry("INT2", "SMALLINT"),
          Map.entry("INT3", "MEDIUMINT"),
          Map.entry("MIDDLEINT", "MEDIUMINT"),
          Map.entry("INT4", "INT"),
          Map.entry("INTEGER", "INT"),
          Map.entry("INT8", "BIGINT"),
          Map.entry("DEC", "DECIMAL"),
          Map.entry("FIXED", "DECIMAL"),
          Map.entry("NUMERIC", "DECIMAL"),
          Map.entry("NUMBER", "DECIMAL"),
          Map.entry("FLOAT4", "FLOAT"),
          Map.entry("FLOAT8", "DOUBLE"),
          Map.entry("VARCHARACTER", "VARCHAR"),
          Map.entry("VARCHAR2", "VARCHAR"),
          Map.entry("CLOB", "LONGTEXT"),
          Map.entry("RAW", "VARBINARY"),
          // Refused for what they are; the statement must be understood all the same.
          Map.entry("INET4", "BINARY(4)"),
          Map.entry("INET6", "BINARY(16)"));

  private static final Map<String, String> AS_BYTES =
      Map.of(
          "CHAR", "BINARY",
          "VARCHAR", "VARBINARY",
          "TINYTEXT", "TINYBLOB",
          "TEXT", "BLOB",
          "MEDIUMTEXT", "MEDIUMBLOB",
          "LONGTEXT", "LONGBLOB");

  private static final int LONGEST_FLOAT = 24;

  private final String sql;
  private final SqlWords words;
  private final StringBuilder out = new StringBuilder();
  private int copied;

  private PlainTypes(String sql) {
    this.sql = sql;
    this.words = new SqlWords(sql);
  }

  public static String of(String sql) {
    return new PlainTypes(sql).rewritten();
  }

  private String rewritten() {
    String verb = words.next();
    if (verb.equals("SET") && words.peek().equals("STATEMENT")) {
      words.skipTo("FOR");
      verb = words.next();
    }
    switch (verb) {
      case "CREATE" -> created();
      case "ALTER" -> altered();
      default -> {}
    }
    return copied == 0 ? sql : out.append(sql, copied, sql.length()).toString();
  }

  private void created() {
    if (!isTable()) {
      return;
    }
    for (String word = words.next(); !word.isEmpty(); word = words.next()) {
      if (word.equals("SELECT") || word.equals("AS")) {
        return;
      }
      if (word.equals("(")) {
        columns();
        return;
      }
    }
  }

  private boolean isTable() {
    String word = words.next();
    while (Set.of("OR", "REPLACE", "TEMPORARY", "ONLINE", "IGNORE").contains(word)) {
      word = words.next();
    }
    return word.equals("TABLE");
  }

  /** Definitions between brackets, behind the opening one. */
  private void columns() {
    do {
      String first = words.peek();
      boolean other =
          NOT_COLUMNS.contains(first) || Set.of("SELECT", "WITH", "VALUES", "(").contains(first);
      if (other) {
        skipItem();
      } else {
        column();
      }
    } while (words.peek().equals(",") && !words.next().isEmpty());
  }

  private void altered() {
    if (!isTable()) {
      return;
    }
    while (!words.peek().isEmpty()) {
      switch (words.next()) {
        case "(" -> words.skipBracket();
        case "ADD" -> added();
        case "MODIFY" -> {
          skipModifiers();
          column();
        }
        case "CHANGE" -> {
          skipModifiers();
          words.next();
          column();
        }
        default -> {}
      }
    }
  }

  private void added() {
    skipModifiers();
    String first = words.peek();
    if (first.equals("(")) {
      words.next();
      columns();
    } else if (!NOT_COLUMNS.contains(first) && !NOT_ADDED.contains(first)) {
      column();
    }
  }

  private void skipModifiers() {
    while (Set.of("COLUMN", "IF", "NOT", "EXISTS").contains(words.peek())) {
      words.next();
    }
  }

  /** A column's name and definition, up to the comma or bracket that ends it. */
  private void column() {
    words.next();
    if (words.peek().equals("FOR")) {
      // PERIOD FOR SYSTEM_TIME (...)
      skipItem();
      return;
    }
    Type type = type();
    boolean bytes = attributes(type);
    if (bytes && AS_BYTES.containsKey(type.plain)) {
      type.plain = AS_BYTES.get(type.plain);
    }
    out.append(rest(type));
  }

  /** A type as it is written, and where; what it is called is settled at its column's end. */
  private static final class Type {
    String plain = "";
    boolean national;
    final StringBuilder behind = new StringBuilder();
  }

  private Type type() {
    Type type = new Type();
    String word = words.next();
    copyTo(words.start());
    int nameEnd;
    switch (word) {
      case "NATIONAL" -> {
        type.national = true;
        type.plain = characters(words.next());
      }
      case "NCHAR" -> {
        type.national = true;
        type.plain = characters("CHAR");
      }
      case "NVARCHAR" -> {
        type.national = true;
        type.plain = "VARCHAR";
      }
      case "CHAR", "CHARACTER" -> type.plain = characters("CHAR");
      case "LONG" -> type.plain = isLongBytes() ? "MEDIUMBLOB" : "MEDIUMTEXT";
      case "DOUBLE" -> {
        type.plain = "DOUBLE";
        if (words.peek().equals("PRECISION")) {
          words.next();
        }
      }
      default -> type.plain = SYNONYMS.getOrDefault(word, "");
    }
    if (type.plain.isEmpty()) {
      type.plain = AS_BYTES.containsKey(word) || word.equals("FLOAT") ? word : "";
    }
    nameEnd = words.end();
    String numbers = "";
    if (words.peek().equals("(")) {
      words.next();
      int from = words.start();
      words.skipBracket();
      numbers = sql.substring(from, words.end());
    }
    if (type.plain.isEmpty()) {
      // A type of its own name.
      type.behind.append(sql, copied, words.end());
    } else {
      type.behind.append(sizedFloat(type, numbers));
    }
    if (type.national) {
      type.behind.append(" CHARACTER SET utf8mb3");
    }
    copied = Math.max(nameEnd, words.end());
    return type;
  }

  /** A precision tells how many bytes a FLOAT has, and is no length. */
  private static String sizedFloat(Type type, String numbers) {
    if (!type.plain.equals("FLOAT") || numbers.isEmpty() || numbers.indexOf(',') >= 0) {
      return numbers;
    }
    String digits = numbers.substring(1, numbers.length() - 1).strip();
    if (Integer.parseInt(digits) > LONGEST_FLOAT) {
      type.plain = "DOUBLE";
    }
    return "";
  }

  private String characters(String word) {
    boolean varying = word.startsWith("VARCHAR");
    if (Set.of("VARYING", "VARCHAR", "VARCHARACTER").contains(words.peek())) {
      words.next();
      varying = true;
    }
    return varying ? "VARCHAR" : "CHAR";
  }

  private boolean isLongBytes() {
    switch (words.peek()) {
      case "VARBINARY" -> {
        words.next();
        return true;
      }
      case "VARCHAR", "VARCHARACTER" -> words.next();
      case "CHAR", "CHARACTER" -> {
        words.next();
        words.next();
      }
      default -> {}
    }
    return false;
  }

  /** What follows the type. Returns whether it makes bytes of a text. */
  private boolean attributes(Type type) {
    boolean bytes = false;
    StringBuilder kept = type.behind;
    while (!isItemEnd()) {
      String word = words.next();
      switch (word) {
        case "(" -> words.skipBracket();
        case "BYTE" -> {
          keepBefore(kept);
          bytes = true;
        }
        case "ASCII" -> replaced(kept, "CHARACTER SET latin1");
        case "UNICODE" -> replaced(kept, "CHARACTER SET ucs2");
        case "BINARY" -> replaced(kept, "");
        case "COMPRESSED", "REF_SYSTEM_ID" -> {
          keepBefore(kept);
          if (words.peek().equals("=")) {
            words.next();
            words.next();
          }
          copied = words.end();
        }
        case "WITH", "WITHOUT" -> {
          if (words.peek().equals("SYSTEM")) {
            keepBefore(kept);
            words.next();
            words.next();
            copied = words.end();
          }
        }
        case "CHARSET", "CHARACTER", "CHAR" -> {
          keepBefore(kept);
          if (words.peek().equals("SET")) {
            words.next();
          }
          if (words.peek().equals("=")) {
            words.next();
          }
          String charset = words.next();
          copied = words.end();
          if (charset.endsWith("BINARY") || charset.endsWith("binary")) {
            bytes = true;
          } else {
            kept.append(" CHARACTER SET ").append(sql, words.start(), words.end());
          }
        }
        case "DEFAULT" -> {
          switch (words.peek()) {
            case "TRUE", "FALSE" -> {
              boolean on = words.next().equals("TRUE");
              replaced(kept, on ? "1" : "0");
            }
            default -> {}
          }
        }
        default -> {}
      }
    }
    return bytes;
  }

  private boolean isItemEnd() {
    return Set.of(",", ")", "", ";").contains(words.peek());
  }

  private void keepBefore(StringBuilder kept) {
    kept.append(sql, copied, words.start());
    copied = words.end();
  }

  private void replaced(StringBuilder kept, String plain) {
    keepBefore(kept);
    kept.append(plain);
  }

  private String rest(Type type) {
    return type.plain + type.behind;
  }

  private void skipItem() {
    while (!isItemEnd()) {
      if (words.next().equals("(")) {
        words.skipBracket();
      }
    }
  }

  private void copyTo(int end) {
    out.append(sql, copied, end);
    copied = end;
  }
}
