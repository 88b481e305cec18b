package dev.lockstep.testing;

import java.util.Optional;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** Kafka's own image, where a container engine has it. */
final class DockerEngine implements ContainerEngine {

  private static final DockerImageName IMAGE =
      DockerImageName.parse(System.getProperty("lockstep.test.kafka-image", "apache/kafka:4.3.1"))
          .asCompatibleSubstituteFor("apache/kafka");

  @Override
  public Optional<String> lacking() {
    return Docker.lacking(IMAGE);
  }

  @Override
  public Running start() {
    KafkaContainer container = new KafkaContainer(IMAGE);
    container.start();
    return new Running() {
      @Override
      public String bootstrapServers() {
        return container.getBootstrapServers();
      }

      @Override
      public void close() {
        container.stop();
      }
    };
  }
}
