package dev.lockstep.launcher.fight.court;

import dev.lockstep.launcher.fight.plan.Part;
import java.time.Instant;
import java.util.Optional;

/**
 * A time in which a part was not as it should be.
 *
 * @param what kill, stop, hang, ...
 * @param to empty while it goes on
 */
public record Trouble(Part part, String what, Instant from, Optional<Instant> to) {

  /** What a step of a clock is called. */
  public static final String CLOCK = "clock";

  /** What the first start is called: until everything is there for the first time. */
  public static final String START = "start";

  /** A clock that jumps keeps nobody from working: it excuses nothing. */
  boolean isOutage() {
    return !what.equals(CLOCK);
  }

  boolean touches(Instant begin, Instant end) {
    return !from.isAfter(end) && to.map(ended -> !ended.isBefore(begin)).orElse(true);
  }
}
