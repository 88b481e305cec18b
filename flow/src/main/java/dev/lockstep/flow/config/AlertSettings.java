package dev.lockstep.flow.config;

import dev.lockstep.flow.section.Section;
import java.time.Duration;

/** When facts become alerts. */
public record AlertSettings(
    Duration lagWarning, Duration lagCritical, Duration silence, Duration definition) {

  public static final AlertSettings DEFAULT =
      new AlertSettings(
          Duration.ofSeconds(60),
          Duration.ofMinutes(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60));

  static AlertSettings read(Section section) {
    return new AlertSettings(
        section.duration(
            "lag-warning",
            DEFAULT.lagWarning,
            Duration.ofSeconds(1),
            Duration.ofDays(7),
            "Lag of a table from which on there is an alert of severity warning."),
        section.duration(
            "lag-critical",
            DEFAULT.lagCritical,
            Duration.ofSeconds(1),
            Duration.ofDays(30),
            "Lag of a table from which on the alert is critical."),
        section.duration(
            "silence",
            DEFAULT.silence,
            Duration.ofSeconds(15),
            Duration.ofDays(1),
            "Time without news of a flow's tables, or without a new marker of its target, from which"
                + " on there is a critical alert."),
        section.duration(
            "definition",
            DEFAULT.definition,
            Duration.ofSeconds(1),
            Duration.ofDays(7),
            "How long the definitions of a table may differ between source and target before there is a"
                + " warning that says how."));
  }
}
