package dev.lockstep.launcher.fight.truth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads one row of what {@link Shape#select} gives. */
final class Row {

  private Row() {}

  /** As a verdict names it. */
  static String key(ResultSet row, List<String> key) throws SQLException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < key.size(); i++) {
      String value = Objects.requireNonNullElse(row.getString(i + 1), "NULL");
      text.append(i == 0 ? "" : ",").append(key.get(i)).append('=');
      text.append(value.replace("\\", "\\\\").replace(",", "\\,"));
    }
    return text.toString();
  }

  /** Sixteen bytes of all columns. */
  static String digest(ResultSet row, Shape shape) throws SQLException {
    MessageDigest digest = md5();
    int column = shape.key().size();
    for (String name : shape.columns().keySet()) {
      column++;
      @Nullable String value = row.getString(column);
      byte[] bytes = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
      String head = name + ':' + (value == null ? -1 : bytes.length) + ':';
      digest.update(head.getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    }
    return new String(digest.digest(), StandardCharsets.ISO_8859_1);
  }

  /** Names of the columns in which two rows differ; one that only one side has differs. */
  static List<String> differing(Map<String, String> one, Map<String, String> other) {
    List<String> names = new ArrayList<>();
    Map<String, String> all = new TreeMap<>(one);
    all.putAll(other);
    for (String name : all.keySet()) {
      if (!Objects.equals(one.get(name), other.get(name))) {
        names.add(name);
      }
    }
    return names;
  }

  static Map<String, String> values(ResultSet row, Shape shape) throws SQLException {
    Map<String, String> values = new TreeMap<>();
    int column = shape.key().size();
    for (String name : shape.columns().keySet()) {
      column++;
      @Nullable String value = row.getString(column);
      values.put(name.toLowerCase(Locale.ROOT), value == null ? "NULL" : "'" + value);
    }
    return values;
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has MD5", e);
    }
  }
}
