package dev.lockstep.sink.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TemporalTest {

  @Test
  void edgesAreSpeltAsMariaDbSpellsThem() {
    assertThat(Temporal.time(0)).isEqualTo("00:00:00.000000");
    assertThat(Temporal.time(-1)).isEqualTo("-00:00:00.000001");
    assertThat(Temporal.time(-3_020_399_999_999L)).isEqualTo("-838:59:59.999999");
    assertThat(Temporal.dateTime(-1)).isEqualTo("1969-12-31 23:59:59.999999");
    assertThat(Temporal.date((int) LocalDate.of(12, 3, 4).toEpochDay())).isEqualTo("0012-03-04");
  }

  @Property
  void timesReadBack(
      @ForAll @LongRange(min = -3_020_399_999_999L, max = 3_020_399_999_999L) long micros) {
    assertThat(Temporal.timeOf(Temporal.time(micros))).isEqualTo(micros);
  }

  @Property
  void dateTimesReadBack(
      @ForAll @LongRange(min = -62_135_596_800_000_000L, max = 253_402_300_799_999_999L)
          long micros) {
    String text = Temporal.dateTime(micros);
    assertThat(text).hasSize(26);
    assertThat(Temporal.dateTimeOf(text)).isEqualTo(micros);
  }

  @Property
  void datesReadBack(@ForAll @IntRange(min = -719_162, max = 2_932_896) int day) {
    assertThat(Temporal.dateOf(Temporal.date(day))).isEqualTo(day);
  }
}
