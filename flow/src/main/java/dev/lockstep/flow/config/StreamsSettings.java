package dev.lockstep.flow.config;

import dev.lockstep.flow.section.Parsers;
import dev.lockstep.flow.section.Section;
import java.nio.file.Path;
import java.time.Duration;

/** How the comparing topology runs. */
public record StreamsSettings(
    Path stateDirectory,
    int threads,
    Duration statusInterval,
    Duration commitInterval,
    int maxDetailsPerMinute,
    String applicationId,
    int standbyReplicas) {

  public static final StreamsSettings DEFAULT =
      new StreamsSettings(
          Path.of("state", "streams"),
          1,
          Duration.ofSeconds(1),
          Duration.ofMillis(250),
          600,
          "lockstep.streams",
          0);

  static StreamsSettings read(Section section) {
    return new StreamsSettings(
        section.parsed(
            "state-directory",
            "directory",
            DEFAULT.stateDirectory.toString(),
            text -> Path.of(Parsers.nonBlank(text)),
            "Where the topology keeps its state between starts; it is restored from Kafka when lost."),
        section.integer("threads", DEFAULT.threads, 1, 64, "Threads that compare."),
        section.duration(
            "status-interval",
            DEFAULT.statusInterval,
            Duration.ofMillis(100),
            Duration.ofMinutes(1),
            "How often table status and lag are stated."),
        section.duration(
            "commit-interval",
            DEFAULT.commitInterval,
            Duration.ofMillis(10),
            Duration.ofSeconds(30),
            "How often facts become visible: each commit is a Kafka transaction."),
        section.integer(
            "max-details-per-minute",
            DEFAULT.maxDetailsPerMinute,
            0,
            1_000_000,
            "Verdicts a minute and partition that carry columns and values; the others are counted and say so."),
        section.parsed(
            "application-id",
            "text",
            DEFAULT.applicationId,
            Names::kafka,
            "What consumer group and own topics of the topology begin with; another one starts from nothing."),
        section.integer(
            "standby-replicas",
            DEFAULT.standbyReplicas,
            0,
            5,
            "Further instances that keep a copy of the state, to take over quickly."));
  }
}
