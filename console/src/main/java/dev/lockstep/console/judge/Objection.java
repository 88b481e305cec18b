package dev.lockstep.console.judge;

import dev.lockstep.console.answer.Judgement.Level;

/**
 * One thing that speaks against "in lockstep", or that must be said beside one that does.
 *
 * @param besideEquals whether other tables may be equal all the same, so that the headline says how
 *     many
 * @param isConsequence whether something else of the same level is likely to be its cause, and to
 *     be said first
 */
record Objection(Level level, String sentence, boolean besideEquals, boolean isConsequence) {

  static Objection ofAll(Level level, String sentence) {
    return new Objection(level, sentence, false, false);
  }

  static Objection ofSome(Level level, String sentence) {
    return new Objection(level, sentence, true, false);
  }

  /** A table is late because its capture is. */
  static Objection ofTable(Level level, String sentence) {
    return new Objection(level, sentence, true, level == Level.BEHIND || level == Level.STALE);
  }
}
