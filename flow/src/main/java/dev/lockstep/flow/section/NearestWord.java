package dev.lockstep.flow.section;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what was probably meant. */
public final class NearestWord {

  private NearestWord() {}

  /** The closest of the words, when it is close enough to have been meant. */
  public static Optional<String> to(String wrong, Collection<String> words) {
    return words.stream()
        .min(
            Comparator.comparingInt((String word) -> distance(plain(wrong), plain(word)))
                .thenComparing(Comparator.naturalOrder()))
        .filter(
            word ->
                distance(plain(wrong), plain(word)) <= Math.max(1, plain(word).length() * 2 / 5));
  }

  /** A sentence that names the closest word or else all of them. */
  public static String suggestion(String wrong, Collection<String> words) {
    return to(wrong, words)
        .map(word -> "Did you mean '" + word + "'?")
        .orElseGet(
            () ->
                words.isEmpty()
                    ? "There is none."
                    : "Known: " + String.join(", ", words.stream().sorted().toList()) + ".");
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
  }

  /** Edits, an exchange of neighbours being one. */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int step(int[][] cost, String a, String b, int i, int j) {
    int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean exchanged =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return exchanged ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
