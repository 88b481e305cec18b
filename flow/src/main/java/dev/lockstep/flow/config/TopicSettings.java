package dev.lockstep.flow.config;

import dev.lockstep.flow.section.Section;
import java.time.Duration;

/** How topics are made. */
public record TopicSettings(int partitions, short replication, Duration retention) {

  public static final TopicSettings DEFAULT = new TopicSettings(4, (short) 1, Duration.ofDays(7));

  static TopicSettings read(Section section) {
    return new TopicSettings(
        section.integer(
            "partitions",
            DEFAULT.partitions,
            1,
            1000,
            "Partitions of every change topic: the same for all, for good. Bounds the parallelism."),
        (short)
            section.integer(
                "replication",
                DEFAULT.replication,
                1,
                9,
                "Replicas of each topic; 3 on a cluster that must survive a broker."),
        section.duration(
            "retention",
            DEFAULT.retention,
            Duration.ofMinutes(10),
            Duration.ofDays(3650),
            "How long changes are kept. A sink that stands still for longer loses them, and says so."));
  }
}
