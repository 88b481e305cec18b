package dev.lockstep.sink.mysql.dialect;

import dev.lockstep.engine.mysql.sql.ColumnType;
import dev.lockstep.engine.mysql.sql.SqlText;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Defaults of columns as MySQL wants and lists them. Long texts and JSON have none but expressions,
 * of which a literal in parentheses is one.
 */
final class MySqlDefaults {

  private static final Set<String> EXPRESSIONS_ONLY =
      Set.of("tinytext", "text", "mediumtext", "longtext", "json");

  /** A text, as an expression is listed: escaped once as a literal and once more as a whole. */
  private static final Pattern TEXT = Pattern.compile("_utf8mb4\\\\'(.*)\\\\'", Pattern.DOTALL);

  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)", Pattern.DOTALL);

  private MySqlDefaults() {}

  /** What follows DEFAULT. */
  static String written(ColumnType type, String literal) {
    return EXPRESSIONS_ONLY.contains(type.base()) ? "(" + literal + ")" : literal;
  }

  /** A default as it is listed, as a literal; empty when it is an expression that is none. */
  static Optional<String> literal(String listed, boolean isText, boolean isExpression) {
    if (!isExpression) {
      return Optional.of(isText ? SqlText.text(listed) : listed);
    }
    Matcher text = TEXT.matcher(listed);
    return text.matches()
        ? Optional.of(SqlText.text(unescaped(unescaped(text.group(1)))))
        : Optional.empty();
  }

  private static String unescaped(String text) {
    return ESCAPED
        .matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(found.group(1).equals("0") ? "\0" : found.group(1)));
  }
}
