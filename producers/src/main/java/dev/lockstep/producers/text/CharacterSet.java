package dev.lockstep.producers.text;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One of the database's character sets. What it reads is exact: other bytes are another text, and
 * the server makes the same bytes of the text again. What would not be so it refuses to read.
 */
public interface CharacterSet {

  /**
   * Throws an {@link UnreadableTextException} when the bytes are no text of this character set, or
   * one that the server does not write so.
   */
  String decode(byte[] bytes);

  /** Empty for one that is not known. */
  static Optional<CharacterSet> of(String name) {
    String known = Known.name(name);
    CharacterSet found = Known.SETS.computeIfAbsent(known, Known::load);
    return Optional.ofNullable(found);
  }

  /** Of a collation, as the server names it: the character set's name comes first. */
  static String nameOf(String collation) {
    int end = collation.indexOf('_');
    return Known.name(end < 0 ? collation : collation.substring(0, end));
  }

  /** Whether two names mean the same one. */
  static boolean isSame(String one, String other) {
    return Known.name(one).equals(Known.name(other));
  }

  /** Loaded once each. */
  final class Known {

    private static final ConcurrentHashMap<String, CharacterSet> SETS = new ConcurrentHashMap<>();

    private Known() {}

    private static String name(String name) {
      String lower = name.toLowerCase(Locale.ROOT);
      return lower.equals("utf8") ? "utf8mb3" : lower;
    }

    private static @Nullable CharacterSet load(String name) {
      Optional<CharacterSet> unicode = UnicodeSet.of(name);
      return unicode.isPresent() ? unicode.get() : CodeTable.load(name).orElse(null);
    }
  }
}
