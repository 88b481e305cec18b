package dev.lockstep.producers.source.binlog;

import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import dev.lockstep.producers.source.connect.OddDate;
import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.Year;
import java.time.ZonedDateTime;

/** Reads dates as the server stores them in rows of its log; what no calendar has is told apart. */
final class StoredDates {

  private static final int PACKED_BYTES = 5;

  private StoredDates() {}

  /** Year, month of four bits, day of five bits. */
  static Serializable date(ByteArrayInputStream in) throws IOException {
    int packed = in.readInteger(3);
    int year = packed >>> 9;
    int month = packed >>> 5 & 0xf;
    int day = packed & 0x1f;
    return exists(year, month, day) ? LocalDate.of(year, month, day) : OddDate.DATE;
  }

  /** Decimal digits of year, month, day, hour, minute, second: the format before MariaDB 10.1. */
  static Serializable digits(ByteArrayInputStream in) throws IOException {
    long digits = in.readLong(8);
    int date = (int) (digits / 1_000_000);
    int time = (int) (digits % 1_000_000);
    return dateTime(
        date / 10_000, date / 100 % 100, date % 100, time / 10_000, time / 100, time, 0);
  }

  /**
   * Big-endian bits: a sign, year times 13 plus month in 17, day and hour in 5, minute and second
   * in 6; then the fraction, a byte for each two digits.
   */
  static Serializable packed(int fractionDigits, ByteArrayInputStream in) throws IOException {
    long bits = bigEndian(in.read(PACKED_BYTES));
    int yearAndMonth = (int) (bits >>> 22 & 0x1ffff);
    int fractionBytes = (fractionDigits + 1) / 2;
    long nanos = fractionBytes == 0 ? 0 : bigEndian(in.read(fractionBytes));
    for (int digits = 2 * fractionBytes; digits < 9; digits++) {
      nanos *= 10;
    }
    return dateTime(
        yearAndMonth / 13,
        yearAndMonth % 13,
        (int) (bits >>> 17 & 0x1f),
        (int) (bits >>> 12 & 0x1f),
        (int) (bits >>> 6 & 0x3f),
        (int) (bits & 0x3f),
        (int) nanos);
  }

  /** A TIMESTAMP starts at second one: the start of 1970 is its zero date. */
  static Serializable instant(Serializable read) {
    return read instanceof ZonedDateTime time && time.toEpochSecond() == 0 && time.getNano() == 0
        ? OddDate.INSTANT
        : read;
  }

  private static LocalDateTime dateTime(
      int year, int month, int day, int hour, int minute, int second, int nanos) {
    return exists(year, month, day)
        ? LocalDateTime.of(year, month, day, hour, minute % 100, second % 100, nanos)
        : OddDate.DATE_TIME;
  }

  private static boolean exists(int year, int month, int day) {
    return year > 0
        && month > 0
        && month <= 12
        && day > 0
        && day <= Month.of(month).length(Year.isLeap(year));
  }

  private static long bigEndian(byte[] bytes) {
    long value = 0;
    for (byte b : bytes) {
      value = value << 8 | b & 0xff;
    }
    return value;
  }
}
