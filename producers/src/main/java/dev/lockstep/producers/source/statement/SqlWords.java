package dev.lockstep.producers.source.statement;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The words and signs of a statement, in capitals, read on demand. Comments are left out, but what
 * the server runs of them; a text or a quoted name keeps its opening quote, so that it is not taken
 * for a word. The end is an empty word, for ever.
 */
final class SqlWords {

  private final String sql;
  private int at;
  private int peekedStart;
  private int start;
  private int end;
  private @Nullable String peeked;

  SqlWords(String sql) {
    this.sql = sql;
  }

  String peek() {
    if (peeked == null) {
      peeked = read();
    }
    return peeked;
  }

  String next() {
    String word = peek();
    peeked = null;
    start = peekedStart;
    end = at;
    return word;
  }

  /** Where the last word begins in the statement. */
  int start() {
    return start;
  }

  /** Where the last word ends in the statement. */
  int end() {
    return end;
  }

  /** Goes on behind the bracket that closes the one read last. */
  void skipBracket() {
    int depth = 1;
    for (String word = next(); depth > 0 && !word.isEmpty(); ) {
      depth += word.equals("(") ? 1 : word.equals(")") ? -1 : 0;
      if (depth > 0) {
        word = next();
      }
    }
  }

  /** Goes on behind the next such word. */
  void skipTo(String word) {
    String read = next();
    while (!read.isEmpty() && !read.equals(word)) {
      read = next();
    }
  }

  private String read() {
    skipBlank();
    peekedStart = Math.min(at, sql.length());
    if (at >= sql.length()) {
      return "";
    }
    char c = sql.charAt(at);
    if (c == '\'' || c == '"' || c == '`') {
      return quoted(c);
    }
    int from = at++;
    if (isWordPart(c)) {
      while (at < sql.length() && isWordPart(sql.charAt(at))) {
        at++;
      }
    }
    return sql.substring(from, at).toUpperCase(Locale.ROOT);
  }

  private static boolean isWordPart(char c) {
    return c == '_' || c == '$' || Character.isLetterOrDigit(c);
  }

  private String quoted(char quote) {
    int from = at++;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == '\\' && quote != '`') {
        at++;
      } else if (c == quote) {
        if (at + 1 >= sql.length() || sql.charAt(at + 1) != quote) {
          break;
        }
        at++;
      }
      at++;
    }
    int behind = Math.min(at, sql.length());
    at = Math.min(behind + 1, sql.length());
    return sql.substring(from, behind);
  }

  private void skipBlank() {
    while (at < sql.length()) {
      if (Character.isWhitespace(sql.charAt(at))) {
        at++;
      } else if (sql.startsWith("/*!", at) || sql.startsWith("/*M!", at)) {
        // What stands in it is run; its end is met as a sign of its own.
        at = sql.indexOf('!', at) + 1;
        while (at < sql.length() && Character.isDigit(sql.charAt(at))) {
          at++;
        }
      } else if (sql.startsWith("*/", at)) {
        at += 2;
      } else if (sql.startsWith("/*", at)) {
        skipBehind("*/", 2);
      } else if (sql.charAt(at) == '#' || isDashes()) {
        skipBehind("\n", 1);
      } else {
        return;
      }
    }
  }

  private boolean isDashes() {
    return sql.startsWith("--", at) && (at + 2 >= sql.length() || sql.charAt(at + 2) <= ' ');
  }

  private void skipBehind(String end, int opening) {
    int found = sql.indexOf(end, at + opening);
    at = found < 0 ? sql.length() : found + end.length();
  }
}
