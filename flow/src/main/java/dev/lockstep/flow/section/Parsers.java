package dev.lockstep.flow.section;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads texts as what they must be, or says what that is. */
public final class Parsers {

  private Parsers() {}

  public static Section.Parser<Long> integer(long min, long max) {
    return text -> {
      String rule = "It must be a whole number from " + min + " to " + max + ".";
      try {
        long number = Long.parseLong(text.strip().replace("_", ""));
        if (number < min || number > max) {
          throw new IllegalArgumentException(rule);
        }
        return number;
      } catch (NumberFormatException notANumber) {
        throw new IllegalArgumentException(rule, notANumber);
      }
    };
  }

  public static Section.Parser<Duration> duration(Duration min, Duration max) {
    return text -> {
      Duration duration = Durations.parse(text);
      if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
        throw new IllegalArgumentException(
            "It must be from " + Durations.format(min) + " to " + Durations.format(max) + ".");
      }
      return duration;
    };
  }

  public static boolean flag(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("It must be true or false.");
    };
  }

  /** One of the constants, written in lower case with hyphens. */
  public static <E extends Enum<E>> Section.Parser<E> choice(Class<E> constants) {
    return choice(List.of(constants.getEnumConstants()));
  }

  /** One of these constants, where not every one of the enum makes sense. */
  public static <E extends Enum<E>> Section.Parser<E> choice(List<E> constants) {
    return text -> {
      for (E constant : constants) {
        if (word(constant).equalsIgnoreCase(text.strip().replace('_', '-'))) {
          return constant;
        }
      }
      throw new IllegalArgumentException("It must be one of " + words(constants) + ".");
    };
  }

  public static String nonBlank(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("It must not be empty.");
    }
    return text.strip();
  }

  /** These constants as {@link #choice} reads them. */
  public static String words(List<? extends Enum<?>> constants) {
    return constants.stream().map(Parsers::word).collect(Collectors.joining(", "));
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
