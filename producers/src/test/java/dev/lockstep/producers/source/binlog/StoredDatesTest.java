package dev.lockstep.producers.source.binlog;

import static dev.lockstep.testing.property.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import dev.lockstep.producers.source.connect.OddDate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StoredDatesTest {

  private static ByteArrayInputStream date(int year, int month, int day) {
    int packed = year << 9 | month << 5 | day;
    return new ByteArrayInputStream(
        new byte[] {(byte) packed, (byte) (packed >> 8), (byte) (packed >> 16)});
  }

  private static ByteArrayInputStream packed(int year, int month, int day, int... fraction) {
    long bits = 1L << 39 | (year * 13L + month) << 22 | (long) day << 17;
    bits |= 23L << 12 | 59L << 6 | 58;
    byte[] eight = ByteBuffer.allocate(8).putLong(bits).array();
    byte[] bytes = Arrays.copyOf(Arrays.copyOfRange(eight, 3, 8), 5 + fraction.length);
    for (int i = 0; i < fraction.length; i++) {
      bytes[5 + i] = (byte) fraction[i];
    }
    return new ByteArrayInputStream(bytes);
  }

  @Test
  void readsEveryDayOfTheCalendar() {
    forAll(
        any -> {
          int epochDay = any.anInt(-719_162, 2_932_896);
          LocalDate day = LocalDate.ofEpochDay(epochDay);
          int[] parts = {day.getYear(), day.getMonthValue(), day.getDayOfMonth()};
          assertThat(StoredDates.date(date(parts[0], parts[1], parts[2]))).isEqualTo(day);
          assertThat(StoredDates.packed(0, packed(parts[0], parts[1], parts[2])))
              .isEqualTo(day.atTime(23, 59, 58));
          long digits = (parts[0] * 10_000L + parts[1] * 100 + parts[2]) * 1_000_000 + 235958;
          byte[] bytes = ByteBuffer.allocate(8).putLong(Long.reverseBytes(digits)).array();
          assertThat(StoredDates.digits(new ByteArrayInputStream(bytes)))
              .isEqualTo(day.atTime(23, 59, 58));
        });
  }

  @Test
  void readsFractionsOfEveryPrecision() throws IOException {
    LocalDateTime second = LocalDateTime.of(2024, 2, 29, 23, 59, 58);
    assertThat(StoredDates.packed(2, packed(2024, 2, 29, 0x63)))
        .isEqualTo(second.withNano(990_000_000));
    assertThat(StoredDates.packed(3, packed(2024, 2, 29, 0x27, 0x06)))
        .isEqualTo(second.withNano(999_000_000));
    assertThat(StoredDates.packed(6, packed(2024, 2, 29, 0x0f, 0x42, 0x3f)))
        .isEqualTo(second.withNano(999_999_000));
  }

  @Test
  void tellsDaysThatNoCalendarHas() throws IOException {
    int[][] odd = {
      {0, 0, 0},
      {2021, 2, 31},
      {2021, 2, 29},
      {2021, 0, 10},
      {2021, 10, 0},
      {0, 1, 1},
      {1900, 2, 29}
    };
    for (int[] day : odd) {
      assertThat(StoredDates.date(date(day[0], day[1], day[2]))).isEqualTo(OddDate.DATE);
      assertThat(StoredDates.packed(0, packed(day[0], day[1], day[2])))
          .isEqualTo(OddDate.DATE_TIME);
    }
    assertThat(StoredDates.instant(Instant.EPOCH.atZone(ZoneOffset.UTC)))
        .isEqualTo(OddDate.INSTANT);
    var first = Instant.ofEpochSecond(1).atZone(ZoneOffset.UTC);
    assertThat(StoredDates.instant(first)).isEqualTo(first);
  }
}
