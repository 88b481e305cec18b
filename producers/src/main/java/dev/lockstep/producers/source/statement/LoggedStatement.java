package dev.lockstep.producers.source.statement;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a statement in the log changes rows by itself. In a log by rows only definitions and the
 * ends of transactions are statements; whatever else is there was logged in place of the rows that
 * it changed, so what is not known to be harmless is not harmless. Which tables it changes cannot
 * be told from its words: triggers and functions write elsewhere, unseen.
 */
public final class LoggedStatement {

  /** First words of what changes no row, or what the connector reads as a definition. */
  private static final Set<String> HARMLESS =
      Set.of(
          "BEGIN",
          "START",
          "COMMIT",
          "ROLLBACK",
          "SAVEPOINT",
          "RELEASE",
          "XA",
          "CREATE",
          "ALTER",
          "DROP",
          "RENAME",
          "TRUNCATE",
          "GRANT",
          "REVOKE",
          "SET",
          "FLUSH",
          "ANALYZE",
          "OPTIMIZE",
          "REPAIR",
          "CHECK",
          "INSTALL",
          "UNINSTALL",
          "PURGE",
          "RESET",
          "LOCK",
          "UNLOCK",
          "USE");

  private static final Set<String> MODIFIERS =
      Set.of("LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED", "QUICK", "IGNORE", "INTO", "FROM");

  /** What may follow the name of the one table that a DELETE names. */
  private static final Set<String> AFTER_DELETED = Set.of("", "WHERE", "ORDER", "LIMIT");

  private static final Pattern SYSTEM = Pattern.compile("[`\"]?mysql", Pattern.CASE_INSENSITIVE);

  private LoggedStatement() {}

  /**
   * The first word of a statement that changes rows, for people; empty when it changes none.
   *
   * @param database the session's, in which a name without a schema is looked up
   */
  public static Optional<String> changingRows(String sql, String database) {
    SqlWords words = new SqlWords(sql);
    String first = words.next();
    if (first.equals("SET") && words.peek().equals("STATEMENT")) {
      words.skipTo("FOR");
      first = words.next();
    }
    if (first.isEmpty() || isHarmless(first, words) || isHousekeeping(first, words, database)) {
      return Optional.empty();
    }
    return Optional.of(Character.isLetter(first.charAt(0)) ? first : "a statement");
  }

  private static boolean isHarmless(String first, SqlWords words) {
    return switch (first) {
      case "CREATE" -> !fillsTable(words);
      // Without TABLE it runs the statement that follows.
      case "ANALYZE" -> Set.of("TABLE", "LOCAL", "NO_WRITE_TO_BINLOG").contains(words.next());
      default -> HARMLESS.contains(first);
    };
  }

  /** A table made from a query. One that is temporary is no table of ours. */
  private static boolean fillsTable(SqlWords words) {
    String word = words.next();
    while (word.equals("OR") || word.equals("REPLACE")) {
      word = words.next();
    }
    if (!word.equals("TABLE")) {
      return false;
    }
    for (word = words.next(); !word.isEmpty(); word = words.next()) {
      if (word.equals("SELECT") || (word.equals("VALUES") && words.peek().equals("("))) {
        return true;
      }
    }
    return false;
  }

  /**
   * What a server writes into its own tables, which have no triggers: hosted ones log a heartbeat
   * so every few minutes.
   */
  private static boolean isHousekeeping(String first, SqlWords words, String database) {
    if (!Set.of("INSERT", "REPLACE", "UPDATE", "DELETE").contains(first)) {
      return false;
    }
    String name = words.next();
    while (MODIFIERS.contains(name)) {
      name = words.next();
    }
    String schema = database;
    if (words.peek().equals(".")) {
      schema = name;
      words.next();
      words.next();
    }
    boolean alone =
        switch (first) {
          case "UPDATE" -> words.peek().equals("SET");
          case "DELETE" -> AFTER_DELETED.contains(words.peek());
          default -> true;
        };
    return alone && SYSTEM.matcher(schema).matches();
  }
}
