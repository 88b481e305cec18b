package dev.lockstep.launcher.demo.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lockstep.launcher.demo.inject.Injection.Harm;
import dev.lockstep.launcher.demo.score.TableTruth.Difference;
import dev.lockstep.launcher.demo.shop.Shop;
import dev.lockstep.launcher.demo.shop.ShopAccess;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares the shop on both sides by reading both whole, in key order, while nobody writes. Shares
 * no code with the pipeline's comparison: values are compared as the bytes in which the servers
 * print them, but for the ignored column, the trimmed column and JSON.
 */
public final class FullComparison {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** Numbers by value, all else as it is. */
  private static final Comparator<JsonNode> BY_MEANING =
      (a, b) -> {
        if (a.isNumber() && b.isNumber()) {
          return a.decimalValue().compareTo(b.decimalValue());
        }
        return a.equals(b) ? 0 : 1;
      };

  private FullComparison() {}

  /** Reads every table of the shop on both sides. */
  public static List<TableTruth> run(ShopAccess source, ShopAccess target) throws SQLException {
    List<TableTruth> truths = new ArrayList<>();
    try (Connection left = source.connect();
        Connection right = target.connect()) {
      for (String table : Shop.tables()) {
        truths.add(compare(source.name(table), table, left, right));
      }
    }
    return truths;
  }

  private static TableTruth compare(String name, String table, Connection left, Connection right)
      throws SQLException {
    List<Difference> differences = new ArrayList<>();
    try (RowReader source = RowReader.open(left, table);
        RowReader target = RowReader.open(right, table)) {
      RowReader.Row s = source.next();
      RowReader.Row t = target.next();
      while (s != null || t != null) {
        int order = s == null ? 1 : t == null ? -1 : s.compareKeyTo(t);
        if (order < 0 && s != null) {
          differences.add(new Difference(s.keyText(), Harm.MISSING_ON_TARGET, List.of()));
          s = source.next();
        } else if (order > 0 && t != null) {
          differences.add(new Difference(t.keyText(), Harm.EXTRA_ON_TARGET, List.of()));
          t = target.next();
        } else if (s != null && t != null) {
          List<String> columns = differing(table, s.columns(), t.columns());
          if (!columns.isEmpty()) {
            differences.add(new Difference(s.keyText(), Harm.MISMATCHED, columns));
          }
          s = source.next();
          t = target.next();
        }
      }
      return new TableTruth(name, source.rows(), target.rows(), differences);
    }
  }

  private static List<String> differing(
      String table, Map<String, byte @Nullable []> source, Map<String, byte @Nullable []> target) {
    TreeSet<String> names = new TreeSet<>(source.keySet());
    names.addAll(target.keySet());
    names.removeIf(
        column ->
            Shop.ignored(table, column)
                || (source.containsKey(column)
                    && target.containsKey(column)
                    && equal(table, column, source.get(column), target.get(column))));
    return List.copyOf(names);
  }

  private static boolean equal(
      String table, String column, byte @Nullable [] source, byte @Nullable [] target) {
    if (Arrays.equals(source, target)) {
      return true;
    }
    if (source == null || target == null) {
      return false;
    }
    String left = new String(source, StandardCharsets.UTF_8);
    String right = new String(target, StandardCharsets.UTF_8);
    if (Shop.JSON_COLUMNS.contains(column)) {
      return sameJson(left, right);
    }
    return Shop.trimmed(table, column)
        && withoutTrailingSpaces(left).equals(withoutTrailingSpaces(right));
  }

  private static String withoutTrailingSpaces(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }

  private static boolean sameJson(String left, String right) {
    try {
      return JSON.readTree(left).equals(BY_MEANING, JSON.readTree(right));
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
