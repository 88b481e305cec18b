package dev.lockstep.schema.change;

import dev.lockstep.schema.row.ColumnKind;
import dev.lockstep.schema.row.ColumnRule;
import dev.lockstep.schema.row.ColumnRules;
import dev.lockstep.schema.row.RowShape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;

/**
 * How one side's rows of a definition are digested where it is not as their columns stand: digests
 * made one way say nothing about rows that are digested another. A rule that changes nothing for a
 * column, since its values are such anyway, is not in it.
 *
 * @param columns by name in lower case, in words
 */
public record Encoding(int version, Map<String, String> columns) {

  private static final Set<ColumnKind> HAS_DIGITS =
      EnumSet.of(
          ColumnKind.DECIMAL,
          ColumnKind.FLOAT,
          ColumnKind.TIME,
          ColumnKind.LOCAL_TIMESTAMP,
          ColumnKind.INSTANT);
  private static final String PLAIN = "as it stands";

  public Encoding {
    columns = Map.copyOf(columns);
  }

  public static Encoding of(Schema row, ColumnRules rules) {
    Map<String, String> columns = new TreeMap<>();
    for (Schema.Field field : row.getFields()) {
      String name = RowShape.columnName(field);
      String words = words(field, rules.of(name));
      if (!words.isEmpty()) {
        columns.put(name.toLowerCase(Locale.ROOT), words);
      }
    }
    return new Encoding(RowShape.VERSION, columns);
  }

  /**
   * Why digests made by the encoding before say nothing about rows digested by this; empty when
   * they do.
   *
   * @param shared the columns that both definitions have, in lower case
   */
  public Optional<String> conflict(Encoding before, Collection<String> shared) {
    if (version != before.version) {
      return Optional.of("this version of Lockstep compares values otherwise than the one before");
    }
    for (String column : shared.stream().sorted().toList()) {
      String was = before.columns.getOrDefault(column, PLAIN);
      String now = columns.getOrDefault(column, PLAIN);
      if (!was.equals(now)) {
        return Optional.of("column %s was compared %s, and now %s".formatted(column, was, now));
      }
    }
    return Optional.empty();
  }

  /** Reads {@link #toString} back. */
  public static Encoding parse(String text) {
    String[] lines = text.split("\n", -1);
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int tab = lines[i].lastIndexOf('\t');
      columns.put(unescaped(lines[i].substring(0, tab)), lines[i].substring(tab + 1));
    }
    return new Encoding(Integer.parseInt(lines[0]), columns);
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder().append(version);
    new TreeMap<>(columns)
        .forEach(
            (name, words) -> out.append('\n').append(escaped(name)).append('\t').append(words));
    return out.toString();
  }

  private static String words(Schema.Field field, ColumnRule rule) {
    if (rule.ignore()) {
      return "not at all";
    }
    ColumnKind natural = RowShape.kind(field);
    Optional<Capacity> capacity = Fields.capacity(field);
    List<String> words = new ArrayList<>();
    rule.compareAs()
        .filter(kind -> kind != natural && !(kind.isExactNumber() && natural.isExactNumber()))
        .ifPresent(kind -> words.add("as " + kind.label()));
    ColumnKind kind = rule.compareAs().orElse(natural);
    boolean losesBlanks =
        natural == ColumnKind.TEXT && capacity.filter(Capacity::padded).isPresent();
    if (rule.trim() && kind == ColumnKind.TEXT && !losesBlanks) {
      words.add("without blanks at its end");
    }
    rule.fractionalDigits().stream()
        .filter(digits -> HAS_DIGITS.contains(kind))
        .filter(digits -> !isAtMost(capacity.map(Capacity::fraction), digits))
        .forEach(digits -> words.add("to " + digits + " digits after the point"));
    if (rule.single() && !isAtMost(capacity.map(Capacity::significand), Capacity.SINGLE)) {
      words.add("in single precision");
    }
    return String.join(", ", words);
  }

  private static boolean isAtMost(Optional<OptionalInt> told, int most) {
    return told.isPresent() && told.get().isPresent() && told.get().getAsInt() <= most;
  }

  private static String escaped(String name) {
    return name.replace("\\", "\\\\").replace("\n", "\\n");
  }

  private static String unescaped(String name) {
    StringBuilder out = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '\\' && i + 1 < name.length()) {
        c = name.charAt(++i) == 'n' ? '\n' : name.charAt(i);
      }
      out.append(c);
    }
    return out.toString();
  }
}
