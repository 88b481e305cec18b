package dev.lockstep.producers.source.connect;

import static dev.lockstep.testing.property.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZonedTextTest {

  @Test
  void readsWhatTheGeneralParserReads() {
    forAll(
        any -> {
          long second = any.aLong(-62_000_000_000L, 253_402_300_799L);
          int micros = any.anInt(0, 999_999);
          int digits = any.anInt(0, 6);
          Instant at = Instant.ofEpochSecond(second, micros * 1000L);
          String text = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atOffset(ZoneOffset.UTC));
          String cut = text.contains(".") ? cut(text, digits) : text;
          long expected =
              ChronoUnit.MICROS.between(Instant.EPOCH, OffsetDateTime.parse(cut).toInstant());
          assertThat(ZonedText.epochMicros(cut)).as(cut).isEqualTo(expected);
        });
  }

  private static String cut(String text, int digits) {
    int point = text.indexOf('.');
    int end = Math.min(text.length() - 1, point + 1 + digits);
    return digits == 0 ? text.substring(0, point) + "Z" : text.substring(0, end) + "Z";
  }

  @Test
  void readsOtherFormsToo() {
    assertThat(ZonedText.epochMicros("1970-01-01T02:00:00+02:00")).isZero();
    assertThat(ZonedText.epochMicros("1970-01-01T00:00Z")).isZero();
    assertThat(ZonedText.epochMicros("1970-01-01T00:00:00.000001999Z")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Z", "2026-02-30T00:00:00Z", "2026-0a-03T00:00:00Z", "yesterday, noon"})
  void refusesWhatIsNoTimestamp(String text) {
    assertThatThrownBy(() -> ZonedText.epochMicros(text))
        .isInstanceOfAny(DateTimeException.class, IllegalArgumentException.class);
  }
}
