package dev.lockstep.producers.source.event;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * A place in a server's log: a file by its number and a byte in it. Places of one server have one
 * order; those of another server, or from before its log was reset, must not be compared.
 */
public record LogPlace(String file, long position) implements Comparable<LogPlace> {

  /** Before everything. */
  public static final LogPlace START = new LogPlace("", 0);

  private static final Comparator<LogPlace> ORDER =
      Comparator.comparingLong(LogPlace::number).thenComparingLong(LogPlace::position);

  /** Where a connector's offset stands; empty when it says no place. */
  public static Optional<LogPlace> of(Map<String, ?> offset) {
    return offset.get("file") instanceof String file && offset.get("pos") instanceof Number position
        ? Optional.of(new LogPlace(file, position.longValue()))
        : Optional.empty();
  }

  public boolean isBefore(LogPlace other) {
    return compareTo(other) < 0;
  }

  @Override
  public int compareTo(LogPlace other) {
    return ORDER.compare(this, other);
  }

  /** Names end in a number that rises and may outgrow its zeros. */
  private long number() {
    int digits = file.length();
    while (digits > 0 && Character.isDigit(file.charAt(digits - 1))) {
      digits--;
    }
    return digits == file.length() ? 0 : Long.parseLong(file.substring(digits));
  }
}
