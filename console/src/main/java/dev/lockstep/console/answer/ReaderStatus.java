package dev.lockstep.console.answer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How well the topics are read from which everything is known.
 *
 * @param caughtUp everything that the topics held when last asked has been read
 * @param behind records not yet read, as last asked
 * @param answeredAt when Kafka last answered
 * @param missingTopics topics that do not exist yet
 * @param unreadable records that could not be read
 * @param problem why reading stands still, or what could not be read
 */
public record ReaderStatus(
    boolean caughtUp,
    long behind,
    Optional<Instant> answeredAt,
    List<String> missingTopics,
    long unreadable,
    Optional<String> problem) {

  public static final ReaderStatus STARTING =
      new ReaderStatus(false, 0, Optional.empty(), List.of(), 0, Optional.empty());

  public ReaderStatus {
    missingTopics = List.copyOf(missingTopics);
  }
}
