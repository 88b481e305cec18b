package dev.lockstep.testing;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** Docker, or what answers for it. Never fetches an image: a test must not wait for a network. */
final class DockerEngine implements ContainerEngine {

  private static final Path SOCKET = Path.of("/var/run/docker.sock");
  private static final DockerImageName IMAGE =
      DockerImageName.parse(System.getProperty("lockstep.test.kafka-image", "apache/kafka:4.3.1"))
          .asCompatibleSubstituteFor("apache/kafka");

  @Override
  public Optional<String> lacking() {
    // Asked for first: looking for an engine where there is none takes Testcontainers a while.
    if (System.getenv("DOCKER_HOST") == null && Files.notExists(SOCKET)) {
      return Optional.of("no container engine is here: no DOCKER_HOST and no " + SOCKET);
    }
    try {
      if (!DockerClientFactory.instance().isDockerAvailable()) {
        return Optional.of("the container engine does not answer");
      }
      DockerClientFactory.lazyClient().inspectImageCmd(IMAGE.asCanonicalNameString()).exec();
      return Optional.empty();
    } catch (NotFoundException e) {
      return Optional.of("the container engine has no image " + IMAGE.asCanonicalNameString());
    } catch (DockerException e) {
      return Optional.of("the container engine refuses: " + e.getMessage());
    }
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
