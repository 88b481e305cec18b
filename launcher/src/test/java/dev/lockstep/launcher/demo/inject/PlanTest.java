package dev.lockstep.launcher.demo.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.launcher.demo.inject.Injection.Heat;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Property(tries = 200)
  void hasAsManyCorruptionsAsAskedForAndAThirdOfThemHot(
      @ForAll long seed, @ForAll @IntRange(min = 6, max = 300) int count) {
    List<Plan.Step> real = real(Plan.of(count, seed, MINUTE));
    assertThat(real).hasSize(count);
    assertThat(real.stream().filter(step -> step.heat() == Heat.HOT).count() * 3)
        .isGreaterThanOrEqualTo(count);
    assertThat(real).noneMatch(step -> step.recipe().addsRow() && step.heat() != Heat.UNTOUCHED);
  }

  @Property(tries = 100)
  void everyHardKindIsAmongTwenty(@ForAll long seed) {
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
  }

  @Property(tries = 100)
  void everyKindOfDecoyIsAmongThem(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int count) {
    assertThat(Plan.of(count, seed, MINUTE).steps())
        .extracting(Plan.Step::recipe)
        .contains(
            Recipe.DECOY_REVERT,
            Recipe.DECOY_JSON_ORDER,
            Recipe.DECOY_IGNORED,
            Recipe.DECOY_TRIMMED);
  }

  @Property(tries = 100)
  void coversTheWholeTime(@ForAll long seed) {
    List<Plan.Step> real = real(Plan.of(20, seed, MINUTE));
    for (int i = 0; i < 20; i++) {
      long from = MINUTE.toNanos() / 20 * i;
      assertThat(real.get(i).after().toNanos()).isBetween(from, from + MINUTE.toNanos() / 20);
    }
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
