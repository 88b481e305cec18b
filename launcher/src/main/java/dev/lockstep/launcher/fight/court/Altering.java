package dev.lockstep.launcher.fight.court;

import java.time.Instant;
import java.util.Optional;

/**
 * A time in which a table has one key at the source and another at the target.
 *
 * @param to empty while it goes on
 */
public record Altering(String table, Instant from, Optional<Instant> to) {

  boolean touches(Instant begin, Instant end) {
    return !from.isAfter(end) && to.map(ended -> !ended.isBefore(begin)).orElse(true);
  }
}
