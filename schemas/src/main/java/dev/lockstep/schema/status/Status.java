package dev.lockstep.schema.status;

import dev.lockstep.schema.event.ComponentState;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a subject of a program, or one table of it, is doing.
 *
 * @param message what happened
 * @param remedy what to do
 * @param rows how far a reading of rows is
 * @param position where a capture reads its log
 * @param behindMillis how far a capture is behind the end of its log
 */
public record Status(
    ComponentState state,
    Optional<String> message,
    Optional<String> remedy,
    Optional<RowsRead> rows,
    Optional<String> position,
    OptionalLong behindMillis) {

  /**
   * How far a reading of rows is.
   *
   * @param total as it is estimated
   */
  public record RowsRead(
      long done, long total, OptionalDouble perSecond, Optional<Duration> remaining) {}

  public static Status of(ComponentState state) {
    return of(state, "", "");
  }

  public static Status of(ComponentState state, String message, String remedy) {
    return new Status(
        state,
        unlessEmpty(message),
        unlessEmpty(remedy),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty());
  }

  /** A capture follows the log, and how far it has got. */
  public static Status running(String position, OptionalLong behindMillis) {
    return new Status(
        ComponentState.RUNNING,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        unlessEmpty(position),
        behindMillis);
  }

  /** Rows are being read, and why. */
  public static Status reading(String reason, RowsRead rows) {
    return new Status(
        ComponentState.SNAPSHOT,
        Optional.of(reason),
        Optional.empty(),
        Optional.of(rows),
        Optional.empty(),
        OptionalLong.empty());
  }

  /** Trouble that stands until something else is said. */
  public boolean isTrouble() {
    return switch (state) {
      case RETRYING, REFUSED, FAILED -> true;
      case STARTING, SNAPSHOT, RUNNING, STOPPED, LEFT_OUT -> false;
    };
  }

  private static Optional<String> unlessEmpty(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
