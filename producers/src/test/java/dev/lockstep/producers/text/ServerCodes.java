package dev.lockstep.producers.text;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a real server says of the codes of its character sets. */
public final class ServerCodes {

  private static final Set<String> UNICODE =
      Set.of("ascii", "ucs2", "utf8mb3", "utf8mb4", "utf16", "utf16le", "utf32");

  private ServerCodes() {}

  /** Every character set but {@code binary}, which is none. */
  public static List<String> characterSets(Connection connection) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW CHARACTER SET")) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    names.remove("binary");
    return names;
  }

  static boolean isUnicode(String characterSet) {
    return UNICODE.contains(characterSet);
  }

  /**
   * The characters, by their codes in hexadecimal, that the server converts to Unicode and back
   * unchanged. Of the large sets of Unicode every character of the basic plane and some of others.
   */
  public static SortedMap<String, String> exact(Connection connection, String characterSet)
      throws SQLException {
    SortedMap<String, String> codes = new TreeMap<>();
    if (isUnicode(characterSet)) {
      String code = "CONVERT(CHAR(seq USING utf32) USING " + characterSet + ")";
      // Halves of pairs stand for nothing, though the server takes them here and there.
      query(connection, codes, code, characterSet, "seq_0_to_55295", "TRUE");
      query(connection, codes, code, characterSet, "seq_57344_to_65535", "TRUE");
      query(connection, codes, code, characterSet, "seq_65536_to_1114111_step_769", "TRUE");
      return codes;
    }
    String code = "CHAR(seq USING " + characterSet + ")";
    for (Map.Entry<Integer, String> bytes :
        Map.of(1, "seq_0_to_255", 2, "seq_256_to_65535", 3, "seq_9371648_to_9437183").entrySet()) {
      query(connection, codes, code, characterSet, bytes.getValue(), "LENGTH(c)=" + bytes.getKey());
    }
    return codes;
  }

  private static void query(
      Connection connection,
      Map<String, String> codes,
      String code,
      String characterSet,
      String numbers,
      String filter)
      throws SQLException {
    String sql =
        "SELECT HEX(c), CONVERT(c USING utf8mb4) FROM (SELECT %s c FROM %s) codes WHERE %s AND CHAR_LENGTH(c)=1"
            + " AND BINARY CONVERT(CONVERT(c USING utf8mb4) USING %s) = BINARY c";
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(sql.formatted(code, numbers, filter, characterSet))) {
      while (row.next()) {
        codes.put(row.getString(1), row.getString(2));
      }
    }
  }

  /** A table as the product has it. */
  static String table(SortedMap<String, String> codes) {
    StringBuilder table = new StringBuilder();
    int bytes = 0;
    int next = -1;
    List<Map.Entry<String, String>> ordered = new ArrayList<>(codes.entrySet());
    ordered.sort(
        java.util.Comparator.<Map.Entry<String, String>>comparingInt(e -> e.getKey().length())
            .thenComparing(Map.Entry::getKey));
    for (Map.Entry<String, String> entry : ordered) {
      int code = Integer.parseInt(entry.getKey(), 16);
      if (code != next || entry.getKey().length() != bytes || (code & 0xff) == 0) {
        table.append(table.isEmpty() ? "" : "\n").append(entry.getKey()).append(' ');
      }
      entry.getValue().chars().forEach(c -> character(table, (char) c));
      next = code + 1;
      bytes = entry.getKey().length();
    }
    return table.append('\n').toString();
  }

  /** Only what is seen, and seen as it is by every editor, stands for itself. */
  private static void character(StringBuilder out, char c) {
    // Compatibility characters, which normalization makes others of, do not either.
    boolean compatibility = c >= 0xF900 && c <= 0xFFFF;
    boolean plain =
        (Character.isLetterOrDigit(c) && Character.getType(c) != Character.MODIFIER_LETTER)
            || (c > ' ' && c < 0x7f && c != '\\');
    if (plain && !compatibility && !isRightToLeft(c)) {
      out.append(c);
    } else {
      out.append(String.format("\\%04x", (int) c));
    }
  }

  private static boolean isRightToLeft(char c) {
    byte direction = Character.getDirectionality(c);
    return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
  }
}
