package dev.lockstep.flow.config;

import dev.lockstep.flow.section.Section;
import java.time.Duration;

/** How changes are applied to targets. */
public record SinkSettings(
    int workers,
    int maxBatchRows,
    long maxBatchBytes,
    Duration retryInitial,
    Duration retryMax,
    boolean createTables,
    String progressSchema) {

  public static final SinkSettings DEFAULT =
      new SinkSettings(
          2, 2000, 8L << 20, Duration.ofMillis(100), Duration.ofSeconds(10), true, "lockstep");

  static SinkSettings read(Section section) {
    return new SinkSettings(
        section.integer(
            "workers",
            DEFAULT.workers,
            1,
            64,
            "Threads and connections that apply, for each flow."),
        section.integer(
            "max-batch-rows",
            DEFAULT.maxBatchRows,
            1,
            1_000_000,
            "Changes that one target transaction takes at most."),
        section.integer(
            "max-batch-bytes",
            DEFAULT.maxBatchBytes,
            1024,
            1L << 31,
            "Bytes of changes that one target transaction takes at most."),
        section.duration(
            "retry-initial",
            DEFAULT.retryInitial,
            Duration.ofMillis(10),
            Duration.ofMinutes(1),
            "First wait before trying again; doubles with each failure."),
        section.duration(
            "retry-max",
            DEFAULT.retryMax,
            Duration.ofMillis(10),
            Duration.ofHours(1),
            "Longest wait between two tries. Trying goes on until it works or is stopped, with an alert."),
        section.flag(
            "create-tables",
            DEFAULT.createTables,
            "Whether tables that the target lacks are created."),
        section.parsed(
            "progress-schema",
            "identifier",
            DEFAULT.progressSchema,
            Names::identifier,
            "Schema on the target that holds the progress table; never part of a flow."));
  }
}
