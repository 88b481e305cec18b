package dev.lockstep.console.judge;

import dev.lockstep.console.answer.Judgement.Level;
import dev.lockstep.schema.event.ComponentStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What keeps an endpoint's capture from being one that has just read all of its log. */
final class CaptureRules {

  private CaptureRules() {}

  static Optional<Objection> objection(
      String endpoint, Optional<ComponentStatus> said, Instant now, Bounds bounds) {
    if (said.isEmpty()) {
      return some(Level.WAITING, "The capture of " + endpoint + " has said nothing yet");
    }
    ComponentStatus capture = said.get();
    return switch (capture.getState()) {
      case FAILED, REFUSED -> some(Level.BLOCKED, Sentences.component(capture));
      case RETRYING -> some(Level.STALE, Sentences.component(capture));
      case STOPPED, LEFT_OUT -> some(Level.STALE, "The capture of " + endpoint + " is stopped");
      case STARTING -> some(Level.WAITING, "The capture of " + endpoint + " is starting");
      case SNAPSHOT -> some(Level.LOADING, Sentences.reading(capture));
      case RUNNING -> running(endpoint, capture, now, bounds);
    };
  }

  private static Optional<Objection> running(
      String endpoint, ComponentStatus capture, Instant now, Bounds bounds) {
    Duration silence = Duration.between(capture.getAt(), now);
    if (silence.compareTo(bounds.silence()) > 0) {
      return some(
          Level.STALE,
          "The capture of %s has said nothing for %s"
              .formatted(endpoint, Sentences.duration(silence)));
    }
    Long behindMillis = capture.getBehindMillis();
    if (behindMillis == null) {
      return some(
          Level.STALE,
          "It is not known how far the capture of " + endpoint + " is behind the end of its log");
    }
    return behindMillis > bounds.behind().toMillis()
        ? some(Level.BEHIND, Sentences.behind(capture, Duration.ofMillis(behindMillis)))
        : Optional.empty();
  }

  private static Optional<Objection> some(Level level, String sentence) {
    return Optional.of(Objection.ofSome(level, sentence));
  }
}
