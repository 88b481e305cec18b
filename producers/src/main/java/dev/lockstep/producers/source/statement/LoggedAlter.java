package dev.lockstep.producers.source.statement;

import dev.lockstep.producers.source.event.LogEvent.TableChange.Kind;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a statement does to the rows of the table that it defines, as far as its words tell: the
 * columns before and after may look the same although every value is another.
 */
public final class LoggedAlter {

  private static final Set<String> PARTITION_MOVES =
      Set.of("TRUNCATE", "DROP", "EXCHANGE", "CONVERT", "TO");

  /** What may be dropped and added again without a row being changed. */
  private static final Set<String> NOT_COLUMNS =
      Set.of(
          "INDEX",
          "KEY",
          "UNIQUE",
          "FULLTEXT",
          "SPATIAL",
          "CONSTRAINT",
          "FOREIGN",
          "CHECK",
          "PARTITION",
          "SYSTEM",
          "PERIOD");

  private final SqlWords words;
  private final Set<String> dropped = new HashSet<>();

  private LoggedAlter(String sql) {
    words = new SqlWords(sql);
  }

  public static Kind created(@Nullable String statement) {
    return statement != null && statement.toUpperCase(Locale.ROOT).contains(ToldDefinition.UNREAD)
        ? Kind.ROWS_MOVED
        : Kind.CREATED;
  }

  public static Kind altered(@Nullable String statement) {
    return statement != null && new LoggedAlter(statement).movesRows()
        ? Kind.ROWS_MOVED
        : Kind.ALTERED;
  }

  private boolean movesRows() {
    String before = "";
    for (String word = words.next(); !word.isEmpty(); word = words.next()) {
      boolean moved =
          switch (word) {
            case "PARTITION" -> PARTITION_MOVES.contains(before);
            case "TABLESPACE" -> before.equals("IMPORT");
            // Removes the rows that a new key does not allow.
            case "IGNORE" -> before.equals("ALTER") || before.equals("ONLINE");
            case "RENAME" -> isOfRows();
            case "CHANGE" -> isRenamed();
            // Another expression of a generated column.
            case "AS" -> words.peek().equals("(");
            case "DROP" -> {
              String name = column();
              if (!NOT_COLUMNS.contains(name)) {
                dropped.add(name);
              }
              yield false;
            }
            // The same column, or the primary key, made anew.
            case "ADD" -> dropped.contains(column());
            default -> false;
          };
      if (moved) {
        return true;
      }
      before = word;
    }
    return false;
  }

  /** Of the table or of a column: other rows, or other values, under a name. */
  private boolean isOfRows() {
    return !words.peek().equals("INDEX") && !words.peek().equals("KEY");
  }

  private boolean isRenamed() {
    String from = column();
    words.next();
    return !from.equals(bare(words.peek()));
  }

  /** The name that comes next, as far as it is one. */
  private String column() {
    while (Set.of("COLUMN", "IF", "NOT", "EXISTS", "(").contains(words.peek())) {
      words.next();
    }
    return bare(words.peek());
  }

  private static String bare(String word) {
    String name = word.startsWith("`") || word.startsWith("\"") ? word.substring(1) : word;
    return name.toUpperCase(Locale.ROOT);
  }
}
