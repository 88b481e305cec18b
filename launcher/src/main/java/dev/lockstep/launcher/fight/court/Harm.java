package dev.lockstep.launcher.fight.court;

/** How a row differs, named as the topic of verdicts names it. */
public enum Harm {
  MISMATCHED,
  MISSING_ON_TARGET,
  EXTRA_ON_TARGET
}
