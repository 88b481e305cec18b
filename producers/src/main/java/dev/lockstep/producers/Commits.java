package dev.lockstep.producers;

import dev.lockstep.producers.source.LogReading;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Commit times of a log that is opened after its publisher. */
final class Commits implements Function<String, Optional<Instant>> {

  Optional<LogReading> log = Optional.empty();

  @Override
  public Optional<Instant> apply(String transaction) {
    return log.flatMap(reading -> reading.commitOf(transaction));
  }
}
