package dev.lockstep.console.judge;

import dev.lockstep.console.judge.Judgement.Level;

/**
 * One thing that must be known.
 *
 * @param besideEquals whether other tables may be equal all the same, so that the headline says how
 *     many
 * @param isConsequence whether something else of the same level is likely to be its cause, and to
 *     be said first
 */
record Finding(Level level, String sentence, boolean besideEquals, boolean isConsequence) {

  static Finding ofAll(Level level, String sentence) {
    return new Finding(level, sentence, false, false);
  }

  static Finding ofSome(Level level, String sentence) {
    return new Finding(level, sentence, true, false);
  }

  /** A table is late because its capture is. */
  static Finding ofTable(Level level, String sentence) {
    return new Finding(level, sentence, true, level == Level.BEHIND || level == Level.STALE);
  }
}
