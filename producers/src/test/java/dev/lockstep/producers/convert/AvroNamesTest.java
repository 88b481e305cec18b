package dev.lockstep.producers.convert;

import static dev.lockstep.testing.property.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AvroNamesTest {

  @Test
  void leavesPlainNamesAlone() {
    assertThat(AvroNames.of("order_id2")).isEqualTo("order_id2");
    assertThat(AvroNames.of("_x")).isEqualTo("_x");
  }

  @Test
  void spellsOutWhatAvroDoesNotTake() {
    assertThat(AvroNames.of("2nd price")).isEqualTo("_x0032nd_x0020price");
  }

  @Test
  void twoNamesNeverShareOne() {
    forAll(
        any -> {
          String a = any.text(1, 6);
          String b = any.oneOf(a, any.text(1, 6));
          assertThat(AvroNames.of(a).equals(AvroNames.of(b))).isEqualTo(a.equals(b));
          assertThat(AvroNames.of(a)).matches("[A-Za-z_][A-Za-z0-9_]*");
        });
  }

  @Test
  void escapesWhatLooksLikeAnEscape() {
    assertThat(AvroNames.of("_x0020")).isNotEqualTo(AvroNames.of(" "));
  }
}
