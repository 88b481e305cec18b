package dev.lockstep.producers;

import dev.lockstep.producers.debezium.ConnectorRun;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Commit times from a connector that starts after its publisher. */
final class ConnectorHolder implements Function<String, Optional<Instant>> {

  Optional<ConnectorRun> run = Optional.empty();

  @Override
  public Optional<Instant> apply(String transaction) {
    return run.flatMap(connector -> connector.commitOf(transaction));
  }
}
