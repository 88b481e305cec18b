package dev.lockstep.launcher.demo.inject;

import dev.lockstep.launcher.demo.shop.ShopAccess;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the injector is told when it starts.
 *
 * @param target an account that may read and write the shop's tables on the target and read
 *     progress
 * @param progressSchema where the sink keeps its progress
 * @param corruptions how many real ones
 * @param over how long to take for it
 * @param directory of the manifests of all runs
 * @param run name of this one
 */
public record InjectorSettings(
    ShopAccess target,
    String progressSchema,
    int corruptions,
    long seed,
    Duration over,
    Path directory,
    String run) {

  /** More would run out of hot rows that were not corrupted before. */
  public static final int MOST_CORRUPTIONS = 300;

  public InjectorSettings {
    if (corruptions < 0 || corruptions > MOST_CORRUPTIONS) {
      throw new IllegalArgumentException(
          "Corruptions must be from 0 to " + MOST_CORRUPTIONS + ": " + corruptions);
    }
  }

  Path manifest() {
    return Manifest.file(directory, run);
  }
}
