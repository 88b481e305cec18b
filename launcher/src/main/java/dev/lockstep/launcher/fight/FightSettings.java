package dev.lockstep.launcher.fight;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * What a fight is to be.
 *
 * @param limit no round begins after this time, counted from the end of the first start
 * @param rows rows of a burst
 * @param home a directory of this fight alone
 * @param without tables and themes that are left out, in lower case: to narrow a failure down
 */
public record FightSettings(long seed, Duration limit, int rows, Path home, Set<String> without) {

  public static final int MOST_ROWS = 5_000_000;

  public FightSettings {
    without = Set.copyOf(without);
  }
}
