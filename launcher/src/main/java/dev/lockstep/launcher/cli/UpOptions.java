package dev.lockstep.launcher.cli;

import dev.lockstep.launcher.stack.Pair;
import java.time.Duration;
import java.util.Optional;

/**
 * What was asked of {@code up}.
 *
 * @param pair what the databases are
 * @param limit how long to run from the first confirmed change; empty: until stopped
 * @param port of the page, 0 for any free one
 * @param drop whether what is made at servers of the user's is dropped at the end
 * @param json whether one JSON object is all that goes to the standard output
 */
record UpOptions(
    Pair pair,
    int rate,
    Optional<Duration> limit,
    int port,
    int corruptions,
    long seed,
    boolean drop,
    boolean json) {

  private static final Duration UNLIMITED_CORRUPTION = Duration.ofMinutes(1);

  /** Over how long the corruptions are spread. */
  Duration corruptionSpread() {
    return limit.orElse(UNLIMITED_CORRUPTION);
  }
}
