package dev.lockstep.testing;

import java.util.Optional;

/** What may run Kafka in a container. */
interface ContainerEngine {

  /** Why it cannot; empty when it can. */
  Optional<String> lacking();

  Running start();

  /** A broker in a container, which ends with it. */
  interface Running extends AutoCloseable {
    String bootstrapServers();
  }
}
