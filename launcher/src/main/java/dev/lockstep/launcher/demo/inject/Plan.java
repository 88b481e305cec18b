package dev.lockstep.launcher.demo.inject;

import dev.lockstep.launcher.demo.inject.Injection.Heat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** What to do when: the same count, seed and duration make the same plan. */
record Plan(List<Step> steps) {

  private static final List<Recipe> ALWAYS =
      List.of(
          Recipe.TRAILING_SPACE,
          Recipe.LAST_MICROSECOND,
          Recipe.LETTER_CASE,
          Recipe.DECIMAL_DIGIT,
          Recipe.DELETE,
          Recipe.EXTRA_BELOW,
          Recipe.EXTRA_ABOVE,
          Recipe.NULLNESS);
  private static final List<Recipe> DECOYS =
      List.of(
          Recipe.DECOY_REVERT, Recipe.DECOY_JSON_ORDER, Recipe.DECOY_IGNORED, Recipe.DECOY_TRIMMED);

  Plan {
    steps = List.copyOf(steps);
  }

  /**
   * One thing to do.
   *
   * @param after since the start
   * @param afterSinkWrite wait for the sink to write first, and strike at once then
   */
  record Step(Duration after, Recipe recipe, Heat heat, boolean afterSinkWrite) {}

  /** Real corruptions as asked for, and half as many decoys, at least one of each kind. */
  static Plan of(int corruptions, long seed, Duration over) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Step> steps = new ArrayList<>();
    List<Recipe> recipes = shuffled(recipes(corruptions, random), random);
    int hot = (corruptions + 2) / 3;
    for (int i = 0; i < corruptions; i++) {
      Recipe recipe = recipes.get(i);
      boolean extra = recipe.addsRow();
      Heat heat = extra ? Heat.UNTOUCHED : hot-- > 0 ? Heat.HOT : cooler(random);
      Duration at = slot(i, corruptions, over, random);
      steps.add(new Step(at, recipe, heat, random.nextBoolean()));
    }
    int decoys = corruptions == 0 ? 0 : Math.max(DECOYS.size(), corruptions / 2);
    for (int i = 0; i < decoys; i++) {
      Heat heat = Heat.values()[random.nextInt(Heat.values().length)];
      Duration at = slot(i, decoys, over, random);
      steps.add(new Step(at, DECOYS.get(i % DECOYS.size()), heat, random.nextBoolean()));
    }
    steps.sort(Comparator.comparing(Step::after));
    return new Plan(steps);
  }

  private static List<Recipe> recipes(int count, SplittableRandom random) {
    List<Recipe> recipes = new ArrayList<>(shuffled(ALWAYS, random));
    while (recipes.size() < count) {
      int dice = random.nextInt(20);
      if (dice < 9) {
        recipes.add(Recipe.OTHER_VALUE);
      } else if (dice < 14) {
        recipes.add(ALWAYS.get(random.nextInt(4)));
      } else if (dice < 15) {
        recipes.add(Recipe.NULLNESS);
      } else if (dice < 18) {
        recipes.add(Recipe.DELETE);
      } else {
        recipes.add(random.nextBoolean() ? Recipe.EXTRA_BELOW : Recipe.EXTRA_ABOVE);
      }
    }
    return recipes.subList(0, count);
  }

  private static Heat cooler(SplittableRandom random) {
    return random.nextBoolean() ? Heat.WARM : Heat.UNTOUCHED;
  }

  /** Within its even share of the time, so that the run is covered and the moment still random. */
  private static Duration slot(int index, int of, Duration over, SplittableRandom random) {
    double share = (double) over.toNanos() / of;
    return Duration.ofNanos((long) (share * (index + random.nextDouble())));
  }

  private static List<Recipe> shuffled(List<Recipe> recipes, SplittableRandom random) {
    List<Recipe> shuffled = new ArrayList<>(recipes);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      Recipe swapped = shuffled.get(i);
      shuffled.set(i, shuffled.get(j));
      shuffled.set(j, swapped);
    }
    return shuffled;
  }
}
