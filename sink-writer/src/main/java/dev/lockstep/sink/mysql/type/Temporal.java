package dev.lockstep.sink.mysql.type;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/** Dates and times in MariaDB's notation, and back; always in UTC, always to the microsecond. */
public final class Temporal {

  private static final long MICROS_PER_SECOND = 1_000_000;

  private Temporal() {}

  public static String date(int epochDay) {
    LocalDate date = LocalDate.ofEpochDay(epochDay);
    return String.format(
        Locale.ROOT, "%04d-%02d-%02d", date.getYear(), date.getMonthValue(), date.getDayOfMonth());
  }

  /** Runs for every row, so it is written without a formatter. */
  public static String dateTime(long epochMicros) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(epochMicros, MICROS_PER_SECOND),
            (int) Math.floorMod(epochMicros, MICROS_PER_SECOND) * 1000,
            ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(26);
    digits(text, time.getYear(), 4).append('-');
    digits(text, time.getMonthValue(), 2).append('-');
    digits(text, time.getDayOfMonth(), 2).append(' ');
    digits(text, time.getHour(), 2).append(':');
    digits(text, time.getMinute(), 2).append(':');
    digits(text, time.getSecond(), 2).append('.');
    return digits(text, time.getNano() / 1000, 6).toString();
  }

  /** A TIME, which goes below zero and beyond a day. */
  public static String time(long micros) {
    long size = Math.abs(micros);
    long seconds = size / MICROS_PER_SECOND;
    StringBuilder text = new StringBuilder(18);
    if (micros < 0) {
      text.append('-');
    }
    digits(text, seconds / 3600, 2).append(':');
    digits(text, seconds / 60 % 60, 2).append(':');
    digits(text, seconds % 60, 2).append('.');
    return digits(text, size % MICROS_PER_SECOND, 6).toString();
  }

  public static long dateOf(String text) {
    return LocalDate.parse(text).toEpochDay();
  }

  public static long dateTimeOf(String text) {
    LocalDateTime time = LocalDateTime.parse(text.replace(' ', 'T'));
    return time.toEpochSecond(ZoneOffset.UTC) * MICROS_PER_SECOND + time.getNano() / 1000;
  }

  public static long timeOf(String text) {
    boolean negative = text.startsWith("-");
    String[] parts = (negative ? text.substring(1) : text).split(":", -1);
    String[] seconds = parts[2].split("\\.", -1);
    String fraction = seconds.length == 1 ? "" : seconds[1];
    long micros =
        Duration.ofHours(Long.parseLong(parts[0]))
                    .plusMinutes(Long.parseLong(parts[1]))
                    .plusSeconds(Long.parseLong(seconds[0]))
                    .toSeconds()
                * MICROS_PER_SECOND
            + Long.parseLong((fraction + "000000").substring(0, 6));
    return negative ? -micros : micros;
  }

  private static StringBuilder digits(StringBuilder text, long number, int width) {
    for (long bound = power(width - 1); bound > number && bound > 1; bound /= 10) {
      text.append('0');
    }
    return text.append(number);
  }

  private static long power(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= 10;
    }
    return power;
  }
}
