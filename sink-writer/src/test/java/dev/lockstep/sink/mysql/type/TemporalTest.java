package dev.lockstep.sink.mysql.type;

import static dev.lockstep.testing.property.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
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

  @Test
  void timesReadBack() {
    forAll(
        any -> {
          long micros = any.aLong(-3_020_399_999_999L, 3_020_399_999_999L);
          assertThat(Temporal.timeOf(Temporal.time(micros))).isEqualTo(micros);
        });
  }

  @Test
  void dateTimesReadBack() {
    forAll(
        any -> {
          long micros = any.aLong(-62_135_596_800_000_000L, 253_402_300_799_999_999L);
          String text = Temporal.dateTime(micros);
          assertThat(text).hasSize(26);
          assertThat(Temporal.dateTimeOf(text)).isEqualTo(micros);
        });
  }

  @Test
  void datesReadBack() {
    forAll(
        any -> {
          int day = any.anInt(-719_162, 2_932_896);
          assertThat(Temporal.dateOf(Temporal.date(day))).isEqualTo(day);
        });
  }
}
