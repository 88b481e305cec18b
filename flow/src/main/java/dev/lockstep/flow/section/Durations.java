package dev.lockstep.flow.section;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them: a whole number and its unit. */
public final class Durations {

  /** What a value may look like, for messages. */
  public static final String FORM =
      "a whole number with its unit, ms, s, m, h or d, such as 250ms, 30s or 7d";

  private static final Pattern PATTERN = Pattern.compile("(\\d{1,12}) ?(ms|s|m|h|d)");

  private Durations() {}

  public static Duration parse(String text) {
    Matcher matcher = PATTERN.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("It must be " + FORM + ".");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /** In the largest unit that is whole. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1_000 != 0 || millis == 0) {
      return millis + "ms";
    }
    if (duration.toSeconds() % 86_400 == 0) {
      return duration.toDays() + "d";
    }
    if (duration.toSeconds() % 3_600 == 0) {
      return duration.toHours() + "h";
    }
    return duration.toSeconds() % 60 == 0 ? duration.toMinutes() + "m" : duration.toSeconds() + "s";
  }
}
