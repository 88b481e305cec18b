package dev.lockstep.console.judge;

import java.time.Duration;

/**
 * What is near enough to be called now.
 *
 * @param silence how long a table or a capture may say nothing: both are due every few seconds
 * @param behind how far a capture may be behind its log, how long a change may wait, and how old a
 *     claim may be, before it is no longer one about now
 */
public record Bounds(Duration silence, Duration behind) {

  /** CaptureStatuses speak every 5 s, and markers come each second. */
  public static final Duration SILENCE = Duration.ofSeconds(15);

  /** Beyond this nobody would call it now, however patient the alerts are. */
  private static final Duration BEHIND_AT_MOST = Duration.ofSeconds(15);

  /** For alerts that call a table late after so long. */
  public static Bounds of(Duration lagWarning) {
    return new Bounds(
        SILENCE, lagWarning.compareTo(BEHIND_AT_MOST) < 0 ? lagWarning : BEHIND_AT_MOST);
  }
}
