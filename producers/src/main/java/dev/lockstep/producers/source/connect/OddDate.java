package dev.lockstep.producers.source.connect;

import dev.lockstep.producers.source.event.UnreadableValueException;
import dev.lockstep.producers.source.event.ValueReader;
import dev.lockstep.schema.row.ColumnKind;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * Dates that a database stores and no calendar has: zero dates, dates with a part that is zero, and
 * days such as 31 February. The connector reads them as NULL, as another day, or fails of them. So
 * whoever reads a value hands it a stand-in instead, later than any date that a database holds, and
 * here it is found again.
 *
 * <p>The year 0000 of a YEAR column is a value like others, which the connector reads as 2000: it
 * travels as 1900, which no such column holds, and is zero again behind the connector.
 */
public final class OddDate {

  public static final LocalDate DATE = LocalDate.of(20000, 1, 1);
  public static final LocalDateTime DATE_TIME = DATE.atStartOfDay();
  public static final ZonedDateTime INSTANT = DATE_TIME.atZone(ZoneOffset.UTC);

  public static final int YEAR_ZERO = 1900;

  private static final long FIRST_DAY = LocalDate.of(10000, 1, 3).toEpochDay();
  private static final long FIRST_MICRO = FIRST_DAY * 86_400_000_000L;

  /**
   * Ten days of October 1582 by which calendars jumped, as the snapshot hands them on: ten thousand
   * years later, which is a whole number of the calendar's cycles.
   */
  private static final long JUMPED_FIRST = micros(LocalDate.of(11582, 10, 5));

  private static final long JUMPED_END = micros(LocalDate.of(11582, 10, 15));
  private static final long JUMPED_LATER = JUMPED_FIRST - micros(LocalDate.of(1582, 10, 5));

  private OddDate() {}

  private static long micros(LocalDate day) {
    return day.toEpochDay() * 86_400_000_000L;
  }

  /** A reader that does not take a stand-in for a value. */
  static ValueReader refused(String column, ColumnKind kind, ValueReader reader) {
    long limit =
        switch (kind) {
          case DATE -> FIRST_DAY;
          case LOCAL_TIMESTAMP, INSTANT -> FIRST_MICRO;
          default -> Long.MAX_VALUE;
        };
    if (limit == Long.MAX_VALUE) {
      return reader;
    }
    return kind == ColumnKind.LOCAL_TIMESTAMP
        ? value -> checked(column, limit, jumpedBack((Long) reader.read(value)))
        : value -> checked(column, limit, reader.read(value));
  }

  /** A reader of a YEAR column. */
  static ValueReader yearZero(ValueReader reader) {
    return value -> {
      Object year = reader.read(value);
      return year.equals(YEAR_ZERO) ? 0 : year;
    };
  }

  private static Object jumpedBack(long micros) {
    return micros >= JUMPED_FIRST && micros < JUMPED_END ? micros - JUMPED_LATER : micros;
  }

  private static Object checked(String column, long limit, Object read) {
    if (((Number) read).longValue() >= limit) {
      throw new UnreadableValueException(
          "column %s holds a date that no calendar has, such as 0000-00-00 or 2021-02-31."
              .formatted(column));
    }
    return read;
  }
}
