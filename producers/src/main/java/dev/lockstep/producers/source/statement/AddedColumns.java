package dev.lockstep.producers.source.statement;

import dev.lockstep.producers.source.event.AddedColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a statement adds with one value for all rows: a number or a plain text written
 * in it, or what the type has where NULL is not allowed. Whatever else is written of a column (an
 * expression, the time, AUTO_INCREMENT) makes it one whose values are not known.
 */
public final class AddedColumns {

  private static final Pattern DIGITS = Pattern.compile("\\d+");
  private static final Pattern PLAIN = Pattern.compile("[ -~&&[^\\\\'\"]]*");
  private static final Set<String> SIGNS = Set.of("UNSIGNED", "SIGNED");

  private final SqlWords words;
  private final List<AddedColumn> added = new ArrayList<>();

  private AddedColumns(String sql) {
    words = new SqlWords(sql);
  }

  public static List<AddedColumn> of(@Nullable String statement) {
    if (statement == null) {
      return List.of();
    }
    AddedColumns columns = new AddedColumns(statement);
    columns.read();
    return List.copyOf(columns.added);
  }

  private void read() {
    for (String word = words.next(); !word.isEmpty(); word = words.next()) {
      if (word.equals("(")) {
        words.skipBracket();
      } else if (word.equals("ADD")) {
        skip("COLUMN");
        if (skip("IF")) {
          skip("NOT");
          skip("EXISTS");
        }
        column().ifPresent(added::add);
      }
    }
  }

  /** Empty when something is written that is not understood here; then all of it is passed over. */
  private Optional<AddedColumn> column() {
    if (isSign(words.peek()) || words.peek().isEmpty()) {
      return Optional.empty();
    }
    String name = bare(words.next());
    String type = words.next().toLowerCase(Locale.ROOT);
    if (words.peek().equals("(")) {
      words.next();
      words.skipBracket();
    }
    boolean required = false;
    Optional<String> number = Optional.empty();
    Optional<String> text = Optional.empty();
    while (!words.peek().isEmpty() && !words.peek().equals(",")) {
      String word = words.next();
      switch (word) {
        case "UNSIGNED", "SIGNED", "FIRST", "NULL" -> {}
        case "AFTER", "COMMENT", "COLLATE", "CHARSET" -> words.next();
        case "CHARACTER" -> {
          words.next();
          words.next();
        }
        case "NOT" -> {
          if (!skip("NULL")) {
            return Optional.empty();
          }
          required = true;
        }
        case "DEFAULT" -> {
          if (isText(words.peek())) {
            text = Optional.of(words.next().substring(1)).filter(AddedColumns::isPlain);
            if (text.isEmpty()) {
              return Optional.empty();
            }
          } else if (!skip("NULL")) {
            number = number();
            if (number.isEmpty()) {
              return Optional.empty();
            }
          }
        }
        default -> {
          return Optional.empty();
        }
      }
    }
    return required || number.isPresent() || text.isPresent()
        ? Optional.of(new AddedColumn(name, type, required, number, text))
        : Optional.empty();
  }

  private Optional<String> number() {
    if (skip("TRUE")) {
      return Optional.of("1");
    }
    if (skip("FALSE")) {
      return Optional.of("0");
    }
    String sign = skip("-") ? "-" : "";
    skip("+");
    if (!DIGITS.matcher(words.peek()).matches()) {
      return Optional.empty();
    }
    String number = sign + words.next();
    if (skip(".")) {
      if (!DIGITS.matcher(words.peek()).matches()) {
        return Optional.empty();
      }
      number += "." + words.next();
    }
    return Optional.of(number);
  }

  private boolean skip(String word) {
    boolean is = words.peek().equals(word);
    if (is) {
      words.next();
    }
    return is;
  }

  private static boolean isText(String word) {
    return word.startsWith("'") || word.startsWith("\"");
  }

  /** One that means the same in every character set and mode. */
  private static boolean isPlain(String text) {
    return PLAIN.matcher(text).matches();
  }

  private static boolean isSign(String word) {
    return word.length() == 1 && !Character.isLetterOrDigit(word.charAt(0)) && !word.equals("_");
  }

  private static String bare(String word) {
    return word.startsWith("`") ? word.substring(1) : word;
  }
}
