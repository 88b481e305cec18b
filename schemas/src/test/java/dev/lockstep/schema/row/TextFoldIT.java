package dev.lockstep.schema.row;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.embedded.mariadb.EmbeddedMariaDb;
import dev.lockstep.embedded.server.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: no collation in common use calls two texts equal whose folds differ. Method: a real server
 * gives the weight of every character of the basic plane and of every pair of Latin letters; texts
 * of one weight must share their fold. Left out are scripts of scholars, letters written above
 * others, and the few language collations that {@link TextFold} names.
 */
class TextFoldIT {

  private record Weighed(String text, String weight) {}

  @TempDir static Path directory;
  private static EmbeddedMariaDb server;
  private static Connection connection;

  @BeforeAll
  static void start() throws SQLException {
    server = EmbeddedMariaDb.start(Settings.of(directory, 1));
    connection = server.adminConnection("mysql");
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE fold");
      statement.execute(
          "CREATE TABLE fold.texts (t VARCHAR(4) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)");
    }
    insert(texts());
  }

  @AfterAll
  static void stop() throws SQLException {
    connection.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "utf8mb4_general_ci",
        "utf8mb4_unicode_ci",
        "utf8mb4_unicode_520_ci",
        "utf8mb4_uca1400_ai_ci",
        "utf8mb4_uca1400_as_ci",
        "utf8mb4_uca1400_swedish_ai_ci",
        "utf8mb4_german2_ci",
        "utf8mb4_danish_ci",
        "utf8mb4_spanish_ci",
        "utf8mb4_turkish_ci",
        "utf8mb4_uca1400_german2_ai_ci",
        "utf8mb4_uca1400_danish_ai_ci",
        "utf8mb4_uca1400_polish_ai_ci",
        "utf8mb4_uca1400_czech_ai_ci",
        "utf8mb4_uca1400_hungarian_ai_ci",
        "utf8mb4_uca1400_vietnamese_ai_ci"
      })
  void textsOfOneWeightShareTheirFold(String collation) throws SQLException {
    Map<String, TreeSet<String>> foldsOfWeight =
        weigh("SELECT t, HEX(WEIGHT_STRING(t COLLATE " + collation + ")) FROM fold.texts").stream()
            .collect(
                groupingBy(
                    Weighed::weight,
                    TreeMap::new,
                    mapping(weighed -> TextFold.fold(weighed.text), toCollection(TreeSet::new))));
    foldsOfWeight.values().removeIf(folds -> folds.size() == 1);

    assertThat(foldsOfWeight).isEmpty();
  }

  @Test
  void latin1TextsOfOneWeightShareTheirFold() throws SQLException {
    List<String> latin1 =
        texts().stream()
            .filter(text -> text.chars().allMatch(c -> c < 0x80 || c >= 0xA0 && c < 0x100))
            .toList();
    Map<String, TreeSet<String>> foldsOfWeight = new TreeMap<>();
    for (Weighed weighed :
        weigh(
            "SELECT t, HEX(WEIGHT_STRING(CONVERT(t USING latin1) COLLATE latin1_swedish_ci)) FROM"
                + " fold.texts")) {
      if (latin1.contains(weighed.text)) {
        foldsOfWeight
            .computeIfAbsent(weighed.weight, weight -> new TreeSet<>())
            .add(TextFold.fold(weighed.text));
      }
    }
    foldsOfWeight.values().removeIf(folds -> folds.size() == 1);

    assertThat(foldsOfWeight).isEmpty();
  }

  private static List<Weighed> weigh(String sql) throws SQLException {
    List<Weighed> weighed = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        weighed.add(new Weighed(rows.getString(1), rows.getString(2)));
      }
    }
    return weighed;
  }

  private static List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (char c = 1; c < Character.MAX_VALUE; c++) {
      if (isInUse(c)) {
        texts.add(String.valueOf(c));
      }
    }
    for (char a = 'a'; a <= 'z'; a++) {
      for (char b = 'a'; b <= 'z'; b++) {
        texts.add("" + a + b);
      }
    }
    return texts;
  }

  private static boolean isInUse(char c) {
    if (Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER) {
      return true;
    }
    return switch (Character.UnicodeScript.of(c)) {
      case LATIN -> c < 0x250 || c >= 0x1E00 && c < 0x1EFA || c >= 0xFB00;
      case GREEK, CYRILLIC -> c < 0x530 || c >= 0x1F00 && c < 0x2000;
      case ARABIC -> c < 0x700 || c >= 0xFB50;
      case HAN -> c >= 0x3400;
      case COMMON -> !Character.isSurrogate(c) && c != '⅍' && (c < 0x1CD0 || c > 0x1CFF);
      case INHERITED -> c < 0x363;
      case DEVANAGARI -> c < 0x980;
      case HEBREW, HIRAGANA, KATAKANA, HANGUL, THAI, ARMENIAN, GEORGIAN -> true;
      default -> false;
    };
  }

  private static void insert(List<String> texts) throws SQLException {
    int rows = 1000;
    for (int start = 0; start < texts.size(); start += rows) {
      List<String> some = texts.subList(start, Math.min(start + rows, texts.size()));
      String values = some.stream().map(text -> "(?)").collect(Collectors.joining(","));
      try (PreparedStatement statement =
          connection.prepareStatement("INSERT INTO fold.texts VALUES " + values)) {
        for (int i = 0; i < some.size(); i++) {
          statement.setString(i + 1, some.get(i));
        }
        statement.execute();
      }
    }
  }
}
