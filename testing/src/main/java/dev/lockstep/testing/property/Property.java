package dev.lockstep.testing.property;

import java.util.SplittableRandom;

/**
 * Tries a claim on many values. Each run begins with another seed, and each try has a seed of its
 * own; a failure names it and what was drawn, and {@code -Dproperty.seed} repeats that try alone.
 * {@code -Dproperty.tries} asks for another number of tries.
 */
public final class Property {

  /** Tries where nothing speaks for another number. */
  public static final int TRIES = 1_000;

  private Property() {}

  /** Tries the claim {@link #TRIES} times. */
  public static void forAll(Claim claim) {
    forAll(TRIES, claim);
  }

  /** Tries the claim so many times. */
  public static void forAll(int tries, Claim claim) {
    Long seed = Long.getLong("property.seed");
    if (seed != null) {
      check(seed, "the try asked for", claim);
      return;
    }
    int count = Integer.getInteger("property.tries", tries);
    SplittableRandom seeds = new SplittableRandom(System.nanoTime());
    for (int i = 1; i <= count; i++) {
      check(seeds.nextLong(), "try " + i + " of " + count, claim);
    }
  }

  private static void check(long seed, String which, Claim claim) {
    Any any = new Any(seed);
    try {
      claim.check(any);
    } catch (Exception | AssertionError | StackOverflowError e) {
      String values = String.join(", ", any.drawn());
      throw new AssertionError(
          "Does not hold for (%s), %s; -Dproperty.seed=%d repeats it: %s"
              .formatted(values, which, seed, e),
          e);
    }
  }
}
