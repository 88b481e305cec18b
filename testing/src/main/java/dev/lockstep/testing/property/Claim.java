package dev.lockstep.testing.property;

/** What is to hold for any values. */
@FunctionalInterface
public interface Claim {

  /** Draws the values of one try and fails where the claim does not hold for them. */
  void check(Any any) throws Exception;
}
