package dev.lockstep.engine.mysql.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code information_schema.COLUMNS.COLUMN_TYPE}, strictly: what it does not know is not. */
final class ColumnTypeParser {

  private static final Set<String> INTEGERS =
      Set.of("tinyint", "smallint", "mediumint", "int", "integer", "bigint");
  private static final Set<String> NUMBERS =
      Set.of("decimal", "numeric", "dec", "float", "double", "real");
  private static final Set<String> LABELLED = Set.of("enum", "set");

  /** How many numbers in parentheses each other type may have. */
  private static final Map<String, Integer> OTHERS =
      Map.ofEntries(
          Map.entry("bit", 1),
          Map.entry("boolean", 0),
          Map.entry("bool", 0),
          Map.entry("date", 0),
          Map.entry("datetime", 1),
          Map.entry("timestamp", 1),
          Map.entry("time", 1),
          Map.entry("year", 1),
          Map.entry("char", 1),
          Map.entry("varchar", 1),
          Map.entry("binary", 1),
          Map.entry("varbinary", 1),
          Map.entry("tinyblob", 0),
          Map.entry("blob", 1),
          Map.entry("mediumblob", 0),
          Map.entry("longblob", 0),
          Map.entry("tinytext", 0),
          Map.entry("text", 1),
          Map.entry("mediumtext", 0),
          Map.entry("longtext", 0),
          Map.entry("json", 0),
          Map.entry("uuid", 0),
          Map.entry("inet4", 0),
          Map.entry("inet6", 0),
          Map.entry("geometry", 0),
          Map.entry("point", 0),
          Map.entry("linestring", 0),
          Map.entry("polygon", 0),
          Map.entry("multipoint", 0),
          Map.entry("multilinestring", 0),
          Map.entry("multipolygon", 0),
          Map.entry("geometrycollection", 0),
          Map.entry("geomcollection", 0),
          Map.entry("vector", 1));

  private static final Set<String> COMPRESSIBLE =
      Set.of(
          "varchar",
          "varbinary",
          "tinyblob",
          "blob",
          "mediumblob",
          "longblob",
          "tinytext",
          "text",
          "mediumtext",
          "longtext");

  /** How the server lists it, for readers that do not know it. */
  private static final List<String> COMPRESSED =
      List.of("/*!100301 compressed*/", "/*m!100301 compressed*/", "compressed");

  private final String text;
  private int at;

  private ColumnTypeParser(String text) {
    this.text = text;
  }

  static Optional<ColumnType> parse(String text) {
    return Optional.ofNullable(new ColumnTypeParser(text.strip()).type());
  }

  private @Nullable ColumnType type() {
    String base = word();
    List<Integer> numbers = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    if (accept('(') && !arguments(numbers, labels)) {
      return null;
    }
    boolean unsigned = false;
    boolean zerofill = false;
    boolean compressed = COMPRESSIBLE.contains(base) && acceptCompressed();
    while (at < text.length()) {
      switch (word()) {
        case "unsigned" -> unsigned = true;
        case "zerofill" -> zerofill = true;
        default -> {
          return null;
        }
      }
    }
    boolean known = isKnown(base, numbers.size(), labels.size(), unsigned || zerofill);
    return known ? new ColumnType(base, numbers, labels, unsigned, zerofill, compressed) : null;
  }

  private static boolean isKnown(String base, int numbers, int labels, boolean numberFlags) {
    if (LABELLED.contains(base)) {
      return labels > 0 && numbers == 0 && !numberFlags;
    }
    if (labels > 0) {
      return false;
    }
    if (INTEGERS.contains(base)) {
      return numbers <= 1;
    }
    if (NUMBERS.contains(base)) {
      return numbers <= 2;
    }
    Integer most = OTHERS.get(base);
    return most != null && numbers <= most && !numberFlags;
  }

  private boolean arguments(List<Integer> numbers, List<String> labels) {
    do {
      spaces();
      if (at < text.length() && text.charAt(at) == '\'') {
        String label = label();
        if (label == null) {
          return false;
        }
        labels.add(label);
      } else {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
          at++;
        }
        if (at == start || at - start > 9) {
          return false;
        }
        numbers.add(Integer.parseInt(text.substring(start, at)));
      }
    } while (accept(','));
    return accept(')') && (numbers.isEmpty() || labels.isEmpty());
  }

  /** A quoted label; the server doubles quotes and escapes some characters by a backslash. */
  private @Nullable String label() {
    StringBuilder label = new StringBuilder();
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean more = i + 1 < text.length();
      if (c == '\\' && more) {
        label.append(unescaped(text.charAt(++i)));
      } else if (c != '\'') {
        label.append(c);
      } else if (more && text.charAt(i + 1) == '\'') {
        label.append('\'');
        i++;
      } else {
        at = i + 1;
        return label.toString();
      }
    }
    return null;
  }

  private static char unescaped(char c) {
    return switch (c) {
      case '0' -> '\0';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> c;
    };
  }

  private String word() {
    spaces();
    int start = at;
    while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)))) {
      at++;
    }
    String word = text.substring(start, at).toLowerCase(Locale.ROOT);
    spaces();
    if (at == start) {
      // Nothing that a type holds starts here; step over it so that the loop ends.
      at = text.length();
    }
    return word;
  }

  private boolean acceptCompressed() {
    spaces();
    for (String written : COMPRESSED) {
      if (text.regionMatches(true, at, written, 0, written.length())) {
        at += written.length();
        spaces();
        return true;
      }
    }
    return false;
  }

  private boolean accept(char c) {
    spaces();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      spaces();
      return true;
    }
    return false;
  }

  private void spaces() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }
}
