package dev.lockstep.streams.judge;

import dev.lockstep.streams.state.SideState;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * When a side that asks for its table to be read anew is heard: not while what its topic held then
 * is still being read, as on a replay or in a partition that is behind, since the snapshot that it
 * needs may be in there. It has been read when a record came that is later than the asking, or when
 * none has come for a while.
 *
 * <p>Two clocks meet here, the broker's and this machine's, and either may be set: so no waiting is
 * longer than a minute, and one that began in the future begins again.
 *
 * <p>In memory: after a restart it is waited for once more. Bounded by tables.
 */
final class Asking {

  private static final long QUIET_MICROS = Duration.ofSeconds(3).toMillis() * 1000;

  private static final long LONGEST_MICROS = Duration.ofMinutes(1).toMillis() * 1000;

  private record Since(long askedMicros, long readOffset, long quietSinceMicros, boolean passed) {}

  private final Map<Route, Since> since = new HashMap<>();

  /** A record of a side that asks has been read. */
  void read(Route route, long arrivedMicros) {
    Since known = since.get(route);
    if (known != null && arrivedMicros > known.askedMicros + QUIET_MICROS) {
      since.put(
          route, new Since(known.askedMicros, known.readOffset, known.quietSinceMicros, true));
    }
  }

  /** Whether it is to be heard now; asked again and again until it is. */
  boolean isDue(Route route, SideState side, long nowMicros) {
    if (!side.asks()) {
      since.remove(route);
      return false;
    }
    Since known = since.get(route);
    if (known == null || nowMicros < known.askedMicros) {
      since.put(route, new Since(nowMicros, side.readOffset(), nowMicros, false));
      return false;
    }
    if (known.readOffset != side.readOffset()) {
      since.put(route, new Since(known.askedMicros, side.readOffset(), nowMicros, known.passed));
    }
    Since now = since.getOrDefault(route, known);
    boolean due =
        now.passed
            || nowMicros - now.quietSinceMicros >= QUIET_MICROS
            || nowMicros - now.askedMicros >= LONGEST_MICROS;
    if (due) {
      since.remove(route);
    }
    return due;
  }
}
