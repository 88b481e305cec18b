package dev.lockstep.producers.source.statement;

import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.schema.topic.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * Adds to a definition in the log what it does to tables without naming them so, as statements that
 * the connector tells of. By itself it says nothing of a table that is replaced by one of the same
 * columns, that leaves the captured schemas or comes into them by a new name, or whose schema is
 * dropped, nor of a view; and it fails of the rows of a sequence.
 */
public final class ToldDefinition {

  /** Column of a stand-in for a table that came from where nothing is read. */
  static final String UNREAD = "LOCKSTEP_UNREAD";

  /** Column of a stand-in for a table whose rows have columns that its definition does not name. */
  public static final String VERSIONED = "LOCKSTEP_VERSIONED";

  /** Each NEXTVAL that is not cached writes such a row. */
  private static final String SEQUENCE =
      "CREATE TABLE IF NOT EXISTS %s (next_not_cached_value BIGINT, minimum_value BIGINT,"
          + " maximum_value BIGINT, start_value BIGINT, increment BIGINT, cache_size BIGINT UNSIGNED,"
          + " cycle_option TINYINT UNSIGNED, cycle_count BIGINT)";

  /** What else is made by somebody, or what comes behind the name of a view. */
  private static final Set<String> NOT_VIEWS =
      Set.of("PROCEDURE", "FUNCTION", "TRIGGER", "EVENT", "PACKAGE", "TABLE", "AS", "(");

  private final String sql;
  private final String database;
  private final Function<String, List<String>> tablesOf;
  private final SqlWords words;

  private ToldDefinition(String sql, String database, Function<String, List<String>> tablesOf) {
    this.sql = sql;
    this.database = database;
    this.tablesOf = tablesOf;
    this.words = new SqlWords(sql);
  }

  /**
   * @param database the session's, in which a name without a schema is looked up
   * @param tablesOf the tables of a schema that the connector knows
   */
  public static String of(String sql, String database, Function<String, List<String>> tablesOf) {
    return new ToldDefinition(sql, database, tablesOf).told();
  }

  /** Something that changes rows of a table and is not logged by rows either. */
  public static String rowsMoved(TableName table) {
    return rowsMoved(SqlText.name(table.schema()) + "." + SqlText.name(table.table()));
  }

  private static String rowsMoved(String table) {
    return "ALTER TABLE " + table + " TRUNCATE PARTITION untold";
  }

  private String told() {
    String verb = words.next();
    if (verb.equals("SET") && words.peek().equals("STATEMENT")) {
      words.skipTo("FOR");
      verb = words.next();
    }
    return switch (verb) {
      case "CREATE" -> created();
      case "DROP" -> dropped();
      case "RENAME" -> renamed();
      case "ALTER" -> altered();
      default -> sql;
    };
  }

  private String created() {
    boolean replaced = accept("OR") && accept("REPLACE");
    if (accept("SEQUENCE")) {
      return sql + ";\n" + SEQUENCE.formatted(name());
    }
    if (isView()) {
      // Alone: the connector passes over statements that begin as this one does.
      return standIn(name(), UNREAD);
    }
    if (!accept("TABLE")) {
      return sql;
    }
    String table = name();
    String told = isVersioned() ? standIn(table, VERSIONED) : sql;
    return replaced ? drop(table) + told : told;
  }

  /** Goes on behind the word, if that is what is made: who defines it may stand before it. */
  private boolean isView() {
    if (!Set.of("VIEW", "ALGORITHM", "DEFINER", "SQL").contains(words.peek())) {
      return false;
    }
    while (!words.peek().isEmpty() && !NOT_VIEWS.contains(words.peek())) {
      if (words.next().equals("VIEW")) {
        return true;
      }
    }
    return false;
  }

  private boolean isVersioned() {
    while (!words.peek().isEmpty()) {
      switch (words.next()) {
        case "(" -> words.skipBracket();
        case "WITH" -> {
          if (accept("SYSTEM") && accept("VERSIONING")) {
            return true;
          }
        }
        default -> {}
      }
    }
    return false;
  }

  private String dropped() {
    if (accept("SEQUENCE") || accept("VIEW")) {
      StringBuilder told = new StringBuilder();
      do {
        told.append(drop(name()));
      } while (accept(","));
      return told.toString();
    }
    if (!accept("DATABASE") && !accept("SCHEMA")) {
      return sql;
    }
    skip("IF", "EXISTS");
    String schema = word();
    StringBuilder told = new StringBuilder();
    for (String table : tablesOf.apply(schema)) {
      told.append(drop(SqlText.name(schema) + "." + SqlText.name(table)));
    }
    return told + sql;
  }

  private String renamed() {
    if (!accept("TABLE") && !accept("TABLES")) {
      return sql;
    }
    skip("IF", "EXISTS");
    List<String> from = new ArrayList<>();
    List<String> to = new ArrayList<>();
    do {
      from.add(name());
      words.skipTo("TO");
      to.add(name());
    } while (accept(","));
    StringBuilder plain = new StringBuilder("RENAME TABLE ");
    for (int i = 0; i < from.size(); i++) {
      plain.append(i == 0 ? "" : ", ").append(from.get(i)).append(" TO ").append(to.get(i));
    }
    return plain + moved(from, to);
  }

  private String altered() {
    skip("ONLINE", "IGNORE");
    if (!accept("TABLE")) {
      return sql;
    }
    skip("IF", "EXISTS");
    String table = name();
    while (!words.peek().isEmpty()) {
      switch (words.next()) {
        case "(" -> words.skipBracket();
        case "RENAME" -> {
          if (!Set.of("COLUMN", "INDEX", "KEY").contains(words.peek())) {
            skip("TO", "AS", "=");
            return sql + moved(List.of(table), List.of(name()));
          }
        }
        case "SYSTEM" -> {
          if (accept("VERSIONING")) {
            // The connector does not understand it; its rows get columns of their own by it.
            return rowsMoved(table);
          }
        }
        case "EXCHANGE" -> {
          words.skipTo("TABLE");
          return sql + ";\n" + rowsMoved(name());
        }
        default -> {}
      }
    }
    return sql;
  }

  private static String moved(List<String> from, List<String> to) {
    StringBuilder told = new StringBuilder();
    Set<String> there = new HashSet<>(to);
    from.stream()
        .filter(table -> !there.contains(table))
        .forEach(table -> told.append(";\nDROP TABLE IF EXISTS ").append(table));
    to.forEach(table -> told.append(";\n").append(standIn(table, UNREAD)));
    return told.toString();
  }

  private static String standIn(String table, String column) {
    return "CREATE TABLE IF NOT EXISTS %s (%s INT)".formatted(table, column);
  }

  private static String drop(String table) {
    return "DROP TABLE IF EXISTS " + table + ";\n";
  }

  /** A table's name with its schema, quoted. */
  private String name() {
    skip("IF", "NOT", "EXISTS");
    String first = word();
    if (accept(".")) {
      return SqlText.name(first) + "." + SqlText.name(word());
    }
    return SqlText.name(database) + "." + SqlText.name(first);
  }

  /** As it is written, which {@link SqlWords} tells in capitals. */
  private String word() {
    words.next();
    return plain(sql.substring(words.start(), words.end()));
  }

  private static String plain(String word) {
    if (word.isEmpty() || "`\"'".indexOf(word.charAt(0)) < 0) {
      return word;
    }
    String quote = word.substring(0, 1);
    int end = word.length() > 1 && word.endsWith(quote) ? word.length() - 1 : word.length();
    return word.substring(1, end).replace(quote + quote, quote);
  }

  private boolean accept(String word) {
    if (words.peek().equals(word)) {
      words.next();
      return true;
    }
    return false;
  }

  private void skip(String... these) {
    for (String word : these) {
      accept(word.toUpperCase(Locale.ROOT));
    }
  }
}
