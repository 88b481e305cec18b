package dev.lockstep.console.answer;

import dev.lockstep.schema.event.ComponentStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a program has got with something that ends.
 *
 * @param whole the endpoint whose tables are read together; empty for the work of one table
 * @param total as estimated; 0 when unknown
 * @param ratePerSecond its pace, when known
 * @param remainingMillis time left as the pace tells, when it tells
 * @param at when this was stated
 */
public record Work(
    Optional<String> whole,
    long done,
    long total,
    Optional<Double> ratePerSecond,
    Optional<Long> remainingMillis,
    Instant at) {

  /** The work that a program says it is at. */
  public static Work of(ComponentStatus status) {
    return new Work(
        status.getTable().isEmpty() ? Optional.of(status.getSubject()) : Optional.empty(),
        status.getDone(),
        status.getTotal(),
        Optional.ofNullable(status.getRatePerSecond()),
        Optional.ofNullable(status.getRemainingMillis()),
        status.getAt());
  }
}
