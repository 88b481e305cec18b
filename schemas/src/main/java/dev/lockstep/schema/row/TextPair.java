package dev.lockstep.schema.row;

import java.util.Optional;

/** Two differing values as text for people: short, and never looking the same. */
record TextPair(Optional<String> source, Optional<String> target) {

  /** Longest text of a value in a verdict. */
  static final int MAX_CHARS = 400;

  private static final int LEAD_CHARS = 60;
  private static final String CUT = "…";

  record Side(String text, ColumnKind kind) {}

  static TextPair of(Optional<Side> source, Optional<Side> target) {
    if (source.isEmpty() || target.isEmpty()) {
      return new TextPair(
          source.map(side -> window(side.text, 0)), target.map(side -> window(side.text, 0)));
    }
    String left = source.get().text;
    String right = target.get().text;
    if (left.equals(right)) {
      return new TextPair(
          Optional.of(window(left, 0) + " (" + source.get().kind.label() + ")"),
          Optional.of(window(right, 0) + " (" + target.get().kind.label() + ")"));
    }
    int start = start(left, right);
    return new TextPair(Optional.of(window(left, start)), Optional.of(window(right, start)));
  }

  /** Where both windows begin, so that they show the first difference. */
  private static int start(String left, String right) {
    int common = 0;
    int shorter = Math.min(left.length(), right.length());
    while (common < shorter && left.charAt(common) == right.charAt(common)) {
      common++;
    }
    return common < MAX_CHARS - LEAD_CHARS ? 0 : common - LEAD_CHARS;
  }

  private static String window(String text, int start) {
    int from = start;
    int to = Math.min(text.length(), from + MAX_CHARS);
    if (from > 0 && from < text.length() && Character.isLowSurrogate(text.charAt(from))) {
      from--;
    }
    if (to < text.length() && Character.isLowSurrogate(text.charAt(to))) {
      to--;
    }
    return (from > 0 ? CUT : "") + text.substring(from, to) + (to < text.length() ? CUT : "");
  }
}
