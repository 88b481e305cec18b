package dev.lockstep.launcher.demo.inject;

import static dev.lockstep.testing.property.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.launcher.demo.inject.Injection.Heat;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void hasAsManyCorruptionsAsAskedForAndAThirdOfThemHot() {
    forAll(
        200,
        any -> {
          long seed = any.aLong();
          int count = any.anInt(6, 300);
          List<Plan.Step> real = real(Plan.of(count, seed, MINUTE));
          assertThat(real).hasSize(count);
          assertThat(real.stream().filter(step -> step.heat() == Heat.HOT).count() * 3)
              .isGreaterThanOrEqualTo(count);
          assertThat(real)
              .noneMatch(step -> step.recipe().addsRow() && step.heat() != Heat.UNTOUCHED);
        });
  }

  @Test
  void everyHardKindIsAmongTwenty() {
    forAll(
        100,
        any -> {
          long seed = any.aLong();
          assertThat(real(Plan.of(20, seed, MINUTE)))
              .extracting(Plan.Step::recipe)
              .contains(
                  Recipe.TRAILING_SPACE,
                  Recipe.LAST_MICROSECOND,
                  Recipe.LETTER_CASE,
                  Recipe.DECIMAL_DIGIT,
                  Recipe.DELETE,
                  Recipe.EXTRA_BELOW,
                  Recipe.EXTRA_ABOVE);
        });
  }

  @Test
  void everyKindOfDecoyIsAmongThem() {
    forAll(
        100,
        any -> {
          long seed = any.aLong();
          int count = any.anInt(1, 50);
          assertThat(Plan.of(count, seed, MINUTE).steps())
              .extracting(Plan.Step::recipe)
              .contains(
                  Recipe.DECOY_REVERT,
                  Recipe.DECOY_JSON_ORDER,
                  Recipe.DECOY_IGNORED,
                  Recipe.DECOY_TRIMMED);
        });
  }

  @Test
  void coversTheWholeTime() {
    forAll(
        100,
        any -> {
          long seed = any.aLong();
          List<Plan.Step> real = real(Plan.of(20, seed, MINUTE));
          for (int i = 0; i < 20; i++) {
            long from = MINUTE.toNanos() / 20 * i;
            assertThat(real.get(i).after().toNanos()).isBetween(from, from + MINUTE.toNanos() / 20);
          }
        });
  }

  @Test
  void theSameSeedMakesTheSamePlanAndAnotherSeedAnother() {
    assertThat(Plan.of(20, 1, MINUTE)).isEqualTo(Plan.of(20, 1, MINUTE));
    assertThat(Plan.of(20, 1, MINUTE)).isNotEqualTo(Plan.of(20, 2, MINUTE));
  }

  @Test
  void nothingIsDoneWhenNothingIsAskedFor() {
    assertThat(Plan.of(0, 1, MINUTE).steps()).isEmpty();
  }

  private static List<Plan.Step> real(Plan plan) {
    return plan.steps().stream().filter(step -> !step.recipe().decoy()).toList();
  }
}
