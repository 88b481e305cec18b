package dev.lockstep.testing;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/** Docker, or what answers for it. Never fetches an image: a test must not wait for a network. */
public final class Docker {

  private static final Path SOCKET = Path.of("/var/run/docker.sock");

  private Docker() {}

  /** Why it cannot run a container of this image; empty when it can. */
  public static Optional<String> lacking(DockerImageName image) {
    // Asked for first: looking for an engine where there is none takes Testcontainers a while.
    if (System.getenv("DOCKER_HOST") == null && Files.notExists(SOCKET)) {
      return Optional.of("no container engine is here: no DOCKER_HOST and no " + SOCKET);
    }
    try {
      if (!DockerClientFactory.instance().isDockerAvailable()) {
        return Optional.of("the container engine does not answer");
      }
      DockerClientFactory.lazyClient().inspectImageCmd(image.asCanonicalNameString()).exec();
      return Optional.empty();
    } catch (NotFoundException e) {
      return Optional.of("the container engine has no image " + image.asCanonicalNameString());
    } catch (DockerException e) {
      return Optional.of("the container engine refuses: " + e.getMessage());
    }
  }
}
