package dev.lockstep.launcher.fight;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a fight is to be.
 *
 * @param limit no round begins after this time
 * @param rows rows of a burst
 * @param home a directory of this fight alone
 */
public record FightSettings(long seed, Duration limit, int rows, Path home) {

  public static final int MOST_ROWS = 5_000_000;
}
