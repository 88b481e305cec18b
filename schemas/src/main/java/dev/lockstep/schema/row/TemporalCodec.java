package dev.lockstep.schema.row;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Dates, times and timestamps as seconds and nanoseconds, so that columns of different precision
 * agree when their values do. A rule on fractional digits cuts: towards zero for a length of time,
 * back in time for a timestamp.
 */
final class TemporalCodec implements ValueCodec {

  private static final long SECONDS_A_DAY = 86_400;
  private static final int NANOS = 1_000_000_000;
  private static final Pattern TIME =
      Pattern.compile("(-?)(\\d{1,3}):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,9}))?)?");

  private final ColumnKind kind;
  private final long unitsASecond;
  private final int keptNanos;

  TemporalCodec(ColumnKind kind, Schema schema, ColumnRule rule) {
    this.kind = kind;
    this.unitsASecond = unitsASecond(schema.getLogicalType());
    int digits = Math.min(9, rule.fractionalDigits().orElse(9));
    this.keptNanos = (int) Math.pow(10, 9 - digits);
  }

  static boolean reads(Schema schema) {
    return schema.getType() == Schema.Type.INT || schema.getType() == Schema.Type.LONG;
  }

  @Override
  public ColumnKind kind() {
    return kind;
  }

  @Override
  public void write(Object value, CanonicalBuffer out) {
    long units = ((Number) value).longValue();
    if (kind == ColumnKind.DATE) {
      write(units * SECONDS_A_DAY, 0, out);
    } else {
      write(Math.floorDiv(units, unitsASecond), nanos(units), out);
    }
  }

  @Override
  public String text(Object value) {
    long units = ((Number) value).longValue();
    return kind == ColumnKind.DATE
        ? text(units * SECONDS_A_DAY, 0)
        : text(Math.floorDiv(units, unitsASecond), nanos(units));
  }

  @Override
  public @Nullable String textOf(CanonicalReader in) {
    return in.takes(tag()) ? text(in.int64(), in.int32()) : null;
  }

  private String text(long seconds, int nanos) {
    if (kind == ColumnKind.DATE) {
      return LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_A_DAY)).toString();
    }
    if (kind == ColumnKind.TIME) {
      return time(seconds, nanos);
    }
    LocalDateTime local = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
    String clock = clock(local.toLocalTime().toSecondOfDay(), cut(nanos));
    return local.toLocalDate() + " " + clock + (kind == ColumnKind.INSTANT ? "Z" : "");
  }

  /**
   * To the second only, and a date like its midnight: precision and kind may differ between sides.
   */
  @Override
  public void fold(Object value, CanonicalBuffer out) {
    long units = ((Number) value).longValue();
    out.octet(CanonicalBuffer.INSTANT);
    out.int64(kind == ColumnKind.DATE ? units * SECONDS_A_DAY : Math.floorDiv(units, unitsASecond));
  }

  /** Appends what the text says; false when it says no such thing. */
  boolean parse(String text, CanonicalBuffer out) {
    String trimmed = text.strip();
    if (kind == ColumnKind.TIME) {
      return parseTime(trimmed, out);
    }
    try {
      if (trimmed.length() == 10) {
        write(LocalDate.parse(trimmed).toEpochDay() * SECONDS_A_DAY, 0, out);
        return true;
      }
      String iso = trimmed.replace(' ', 'T').toUpperCase(Locale.ROOT);
      LocalDateTime local =
          iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10
              ? OffsetDateTime.parse(iso).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
              : LocalDateTime.parse(iso);
      if (kind == ColumnKind.DATE && local.toLocalTime().toNanoOfDay() != 0) {
        return false;
      }
      write(local.toEpochSecond(ZoneOffset.UTC), local.getNano(), out);
      return true;
    } catch (DateTimeException notATime) {
      return false;
    }
  }

  private boolean parseTime(String text, CanonicalBuffer out) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      return false;
    }
    String second = matcher.group(4) == null ? "0" : matcher.group(4);
    String fraction = matcher.group(5) == null ? "0" : matcher.group(5);
    long seconds =
        Long.parseLong(matcher.group(2)) * 3600
            + Long.parseLong(matcher.group(3)) * 60
            + Long.parseLong(second);
    int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
    if (!matcher.group(1).isEmpty()) {
      seconds = nanos == 0 ? -seconds : -seconds - 1;
      nanos = nanos == 0 ? 0 : NANOS - nanos;
    }
    write(seconds, nanos, out);
    return true;
  }

  private void write(long seconds, int nanos, CanonicalBuffer out) {
    out.octet(tag());
    boolean negative = kind == ColumnKind.TIME && seconds < 0 && nanos > 0;
    int kept = negative ? NANOS - cut(NANOS - nanos) : cut(nanos);
    out.int64(kept == NANOS ? seconds + 1 : seconds);
    out.int32(kept == NANOS ? 0 : kept);
  }

  private int tag() {
    return switch (kind) {
      case DATE -> CanonicalBuffer.DATE;
      case TIME -> CanonicalBuffer.TIME;
      case LOCAL_TIMESTAMP -> CanonicalBuffer.LOCAL_TIMESTAMP;
      default -> CanonicalBuffer.INSTANT;
    };
  }

  private String time(long seconds, int nanos) {
    boolean negative = seconds < 0;
    long whole = negative && nanos > 0 ? -seconds - 1 : Math.abs(seconds);
    int fraction = cut(negative && nanos > 0 ? NANOS - nanos : nanos);
    boolean minus = negative && (whole != 0 || fraction != 0);
    return (minus ? "-" : "") + clock(whole, fraction);
  }

  private static String clock(long secondOfDay, int nanos) {
    StringBuilder out = new StringBuilder(18);
    pair(secondOfDay / 3600, out).append(':');
    pair(secondOfDay / 60 % 60, out).append(':');
    pair(secondOfDay % 60, out);
    if (nanos > 0) {
      String digits = Integer.toString(NANOS + nanos).substring(1);
      int end = digits.length();
      while (digits.charAt(end - 1) == '0') {
        end--;
      }
      out.append('.').append(digits, 0, end);
    }
    return out.toString();
  }

  private static StringBuilder pair(long number, StringBuilder out) {
    return (number < 10 ? out.append('0') : out).append(number);
  }

  private int nanos(long units) {
    return (int) (Math.floorMod(units, unitsASecond) * (NANOS / unitsASecond));
  }

  private int cut(int nanos) {
    return nanos - nanos % keptNanos;
  }

  private static long unitsASecond(@Nullable LogicalType type) {
    String name = type == null ? "" : type.getName();
    if (name.endsWith("-millis")) {
      return 1_000;
    }
    return name.endsWith("-nanos") ? NANOS : 1_000_000;
  }
}
