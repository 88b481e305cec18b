package dev.lockstep.launcher.fight.load;

import java.util.Locale;
import java.util.Random;
import java.util.function.Function;

/** Random SQL literals, among them those at the edges. */
final class Literals {

  private static final String[] WORDS = {
    "",
    " ",
    "a",
    "A",
    "ä",
    "trailing ",
    "it's",
    "back\\\\slash",
    "ß",
    "€",
    "日本",
    "😀",
    "NULL",
    "tab\\t"
  };
  private static final String[] LATIN_WORDS = {"", "a", "é", "naïve", "straße", "x "};

  private Literals() {}

  /** Now and then NULL. */
  static Function<Random, String> orNull(Function<Random, String> literal) {
    return random -> random.nextInt(10) == 0 ? "NULL" : literal.apply(random);
  }

  static Function<Random, String> integer(long from, long to) {
    return random ->
        switch (random.nextInt(12)) {
          case 0 -> Long.toString(from);
          case 1 -> Long.toString(to);
          default -> Long.toString(random.nextLong(from, to));
        };
  }

  static Function<Random, String> unsignedLong() {
    return random -> Long.toUnsignedString(random.nextLong());
  }

  static Function<Random, String> decimal(int digits, int scale) {
    return random -> {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
      int whole = 1 + random.nextInt(digits - scale);
      for (int i = 0; i < whole; i++) {
        text.append(random.nextInt(10));
      }
      text.append('.');
      for (int i = 0; i < scale; i++) {
        text.append(random.nextInt(10));
      }
      return text.toString();
    };
  }

  static Function<Random, String> real() {
    return random ->
        Double.toString((random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(12)));
  }

  static Function<Random, String> single() {
    return random -> Float.toString((random.nextFloat() - 0.5f) * 1000f);
  }

  static Function<Random, String> text() {
    return random -> "'" + word(WORDS, random) + random.nextInt(1000) + word(WORDS, random) + "'";
  }

  static Function<Random, String> latin() {
    return random ->
        "'" + LATIN_WORDS[random.nextInt(LATIN_WORDS.length)] + random.nextInt(99) + "'";
  }

  static Function<Random, String> bytes(int most) {
    return random -> {
      byte[] bytes = new byte[random.nextInt(most + 1)];
      random.nextBytes(bytes);
      StringBuilder hex = new StringBuilder("x'");
      for (byte value : bytes) {
        hex.append(String.format(Locale.ROOT, "%02x", value));
      }
      return hex.append('\'').toString();
    };
  }

  static Function<Random, String> large(int most) {
    return random ->
        "REPEAT('%c%d', %d)"
            .formatted(
                'a' + random.nextInt(26), random.nextInt(1000), 1 + random.nextInt(most / 4));
  }

  static Function<Random, String> date() {
    return random ->
        "'%04d-%02d-%02d'"
            .formatted(
                1000 + random.nextInt(582) + (random.nextBoolean() ? 700 : 0),
                1 + random.nextInt(12),
                1 + random.nextInt(28));
  }

  static Function<Random, String> time() {
    return random ->
        "'%s%03d:%02d:%02d.%03d'"
            .formatted(
                random.nextInt(4) == 0 ? "-" : "",
                random.nextInt(838),
                random.nextInt(60),
                random.nextInt(60),
                random.nextInt(1000));
  }

  static Function<Random, String> moment() {
    return random ->
        "'%04d-%02d-%02d %02d:%02d:%02d.%06d'"
            .formatted(
                1971 + random.nextInt(66),
                1 + random.nextInt(12),
                1 + random.nextInt(28),
                random.nextInt(24),
                random.nextInt(60),
                random.nextInt(60),
                random.nextInt(1_000_000));
  }

  static Function<Random, String> oneOf(String... literals) {
    return random -> literals[random.nextInt(literals.length)];
  }

  static Function<Random, String> uuid() {
    return random ->
        "'%08x-%04x-4%03x-a%03x-%012x'"
            .formatted(
                random.nextInt(),
                random.nextInt(0x10000),
                random.nextInt(0x1000),
                random.nextInt(0x1000),
                random.nextLong(1L << 48));
  }

  static Function<Random, String> json() {
    return random ->
        "'{\"b\": %d, \"a\": [true, null, \"%s\"], \"x\": %d.%d}'"
            .formatted(
                random.nextInt(1000),
                "ü".repeat(random.nextInt(3)),
                random.nextInt(9),
                1 + random.nextInt(8));
  }

  private static String word(String[] words, Random random) {
    String word = words[random.nextInt(words.length)];
    return word.replace("'", "''");
  }
}
