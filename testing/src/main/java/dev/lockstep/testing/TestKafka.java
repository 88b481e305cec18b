package dev.lockstep.testing;

import dev.lockstep.embedded.kafka.EmbeddedKafka;
import java.nio.file.Path;

/**
 * The broker of an integration test: Testcontainers' where a container engine runs and has the
 * image, the one in this process else. Each start says which.
 */
public final class TestKafka implements AutoCloseable {

  private final String bootstrapServers;
  private final AutoCloseable broker;

  private TestKafka(String bootstrapServers, AutoCloseable broker) {
    this.bootstrapServers = bootstrapServers;
    this.broker = broker;
  }

  /** Starts a broker; one in this process keeps its records in the directory. */
  public static TestKafka start(Path directory) {
    return start(directory, new DockerEngine());
  }

  static TestKafka start(Path directory, ContainerEngine engine) {
    String lacking = engine.lacking().orElse(null);
    if (lacking == null) {
      ContainerEngine.Running container = engine.start();
      System.out.println("Test broker: container at " + container.bootstrapServers());
      return new TestKafka(container.bootstrapServers(), container);
    }
    EmbeddedKafka embedded = EmbeddedKafka.start(directory, 0);
    System.out.println("Test broker: in this process, since " + lacking);
    return new TestKafka(embedded.bootstrapServers(), embedded);
  }

  /** Address for clients. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    try {
      broker.close();
    } catch (Exception e) {
      throw new IllegalStateException("The test broker did not stop", e);
    }
  }
}
