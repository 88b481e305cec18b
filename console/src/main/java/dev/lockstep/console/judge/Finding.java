package dev.lockstep.console.judge;

import dev.lockstep.console.judge.Judgement.Level;

/**
 * One thing that must be known.
 *
 * @param besideEquals whether other tables may be equal all the same, so that the headline says how
 *     many
 */
record Finding(Level level, String sentence, boolean besideEquals) {

  static Finding ofAll(Level level, String sentence) {
    return new Finding(level, sentence, false);
  }

  static Finding ofSome(Level level, String sentence) {
    return new Finding(level, sentence, true);
  }
}
