package dev.lockstep.launcher.demo;

import dev.lockstep.launcher.demo.inject.InjectorSettings;
import java.nio.file.Path;

/**
 * What a run of the demo is to be.
 *
 * @param flow name of the flow that migrates the shop
 * @param rate row changes a second
 * @param corruptions real corruptions of the target during the run; 0 starts no injector
 * @param seed of workload and injector
 * @param directory where manifests are kept, run by run
 * @param progressSchema where the sink keeps its progress on the target
 */
public record DemoSettings(
    String flow, int rate, int corruptions, long seed, Path directory, String progressSchema) {

  /** Above this one machine's source database is what would be measured. */
  public static final int MOST_CHANGES_PER_SECOND = 50_000;

  public DemoSettings {
    if (rate < 1 || rate > MOST_CHANGES_PER_SECOND) {
      throw new IllegalArgumentException(
          "The rate must be from 1 to " + MOST_CHANGES_PER_SECOND + ": " + rate);
    }
    if (corruptions < 0 || corruptions > InjectorSettings.MOST_CORRUPTIONS) {
      throw new IllegalArgumentException(
          "Corruptions must be from 0 to "
              + InjectorSettings.MOST_CORRUPTIONS
              + ": "
              + corruptions);
    }
  }
}
