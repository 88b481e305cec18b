package dev.lockstep.schema.topic;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The change topic of one table: {@code <endpoint>.<schema>.<table>}.
 *
 * <p>Injective: letters, digits and underscore stand for themselves, every other UTF-16 unit
 * becomes {@code -hhhh}; so two tables never share a topic and the name can be read back.
 */
public record ChangeTopic(String endpoint, TableName table) {

  /** Kafka's own limit. */
  public static final int MAX_LENGTH = 249;

  private static final Pattern PART = Pattern.compile("(?:[A-Za-z0-9_]|-[0-9a-f]{4})+");

  public String name() {
    String name = escape(endpoint) + "." + escape(table.schema()) + "." + escape(table.table());
    if (name.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "Topic name for table " + table + " is longer than Kafka's " + MAX_LENGTH + ": " + name);
    }
    return name;
  }

  /** Reads a topic name back; empty when it is not that of a change topic. */
  public static Optional<ChangeTopic> parse(String topic) {
    String[] parts = topic.split("\\.", -1);
    if (parts.length != 3 || parts[0].equals("lockstep")) {
      return Optional.empty();
    }
    for (String part : parts) {
      if (!PART.matcher(part).matches()) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new ChangeTopic(unescape(parts[0]), new TableName(unescape(parts[1]), unescape(parts[2]))));
  }

  private static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_') {
        out.append(c);
      } else {
        out.append('-').append(String.format("%04x", (int) c));
      }
    }
    return out.toString();
  }

  private static String unescape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '-') {
        out.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
        i += 4;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
