package dev.lockstep.launcher.fight.court;

import java.time.Instant;
import java.util.Optional;

/**
 * What the fight did to a row of the target behind Lockstep's back.
 *
 * @param harm what the row came to; empty for a decoy, which leaves it as it was
 * @param cold nobody else ever touches the row: the harm stays until it is healed
 * @param begunAt just before its transaction
 * @param doneAt after its commit was answered
 * @param healedAt when the row was put right again by a change at the source
 */
public record Deed(
    String table,
    String key,
    Optional<Harm> harm,
    boolean cold,
    Instant begunAt,
    Instant doneAt,
    Optional<Instant> healedAt) {

  Deed healed(Instant at) {
    return new Deed(table, key, harm, cold, begunAt, doneAt, Optional.of(at));
  }

  String row() {
    return table + " " + key;
  }

  /** Is there at this time, for good until healed. */
  boolean standsAt(Instant time) {
    return cold
        && harm.isPresent()
        && !doneAt.isAfter(time)
        && healedAt.map(time::isBefore).orElse(true);
  }
}
