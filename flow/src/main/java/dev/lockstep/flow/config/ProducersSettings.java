package dev.lockstep.flow.config;

import dev.lockstep.flow.section.Section;
import java.time.Duration;

/** How databases are captured. */
public record ProducersSettings(
    Duration pollInterval,
    Duration commitInterval,
    int maxBatchRows,
    Duration transactionTimeout,
    Duration markerHeartbeat,
    OnLostHistory onLostHistory) {

  public static final ProducersSettings DEFAULT =
      new ProducersSettings(
          Duration.ofMillis(10),
          Duration.ofMillis(50),
          4096,
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          OnLostHistory.STOP);

  /** What a capture does when the database no longer has the log that it would go on from. */
  public enum OnLostHistory {
    /** Stop and say so. */
    STOP,
    /** Say so and read everything again, as a new epoch. */
    RESNAPSHOT
  }

  static ProducersSettings read(Section section) {
    return new ProducersSettings(
        section.duration(
            "poll-interval",
            DEFAULT.pollInterval,
            Duration.ofMillis(1),
            Duration.ofSeconds(10),
            "How long the reader of a database's log rests when there is nothing new."),
        section.duration(
            "commit-interval",
            DEFAULT.commitInterval,
            Duration.ofMillis(1),
            Duration.ofSeconds(10),
            "Least time between two Kafka transactions of a capture; a change after a pause goes out at once."),
        section.integer(
            "max-batch-rows",
            DEFAULT.maxBatchRows,
            1,
            1_000_000,
            "Row changes that one Kafka transaction takes at most."),
        section.duration(
            "transaction-timeout",
            DEFAULT.transactionTimeout,
            Duration.ofSeconds(1),
            Duration.ofMinutes(15),
            "After this the broker aborts a Kafka transaction whose producer died; until then readers wait."),
        section.duration(
            "marker-heartbeat",
            DEFAULT.markerHeartbeat,
            Duration.ofMillis(100),
            Duration.ofMinutes(1),
            "How often a capture with nothing to tell says that it is alive."),
        section.choice(
            "on-lost-history",
            OnLostHistory.class,
            DEFAULT.onLostHistory,
            "What to do when changes can no longer be read, since the database has deleted the log that the capture would go on from or has logged them as a statement:"
                + " stop and say so, or say so and read every table again."));
  }
}
