package dev.lockstep.launcher.assess;

import java.time.Duration;
import java.util.Locale;

/** Figures as people read them. */
public final class Words {

  private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private Words() {}

  /** No more precise than an estimate is. */
  public static String duration(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3_600) {
      return seconds / 60 + " min";
    }
    return seconds < 172_800
        ? "%d h %d min".formatted(seconds / 3_600, seconds % 3_600 / 60)
        : "%d days".formatted(seconds / 86_400);
  }

  public static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1_024 && unit < UNITS.length - 1) {
      value /= 1_024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
  }

  public static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
