package dev.lockstep.launcher.reread;

import java.time.Duration;
import java.util.Optional;

/**
 * How far one table is.
 *
 * @param total as the database estimates it; 0 when it is not known
 * @param done whether it has been read to its end
 */
public record RereadProgress(
    RereadTarget target,
    long rows,
    long total,
    Optional<Double> perSecond,
    Optional<Duration> remaining,
    boolean done) {

  /** For people. */
  public String text() {
    if (done) {
      return "%s: done, %,d rows".formatted(target, rows);
    }
    StringBuilder text = new StringBuilder(target + ": ");
    if (rows == 0 && total == 0) {
      return text.append("waits for its turn").toString();
    }
    text.append("%,d of about %,d rows".formatted(rows, Math.max(rows, total)));
    perSecond.ifPresent(rate -> text.append(", %,.0f rows/s".formatted(rate)));
    remaining.ifPresent(
        left -> text.append(", about %d s left".formatted(Math.max(1, left.toSeconds()))));
    return text.toString();
  }
}
