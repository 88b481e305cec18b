package dev.lockstep.streams;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Who this instance is to its consumer group: as whoever had this state directory before it.
 *
 * <p>A member without such a name is waited for until its session ends when it was killed, and also
 * when it was closed, as Kafka Streams leaves no group on close. A state directory serves one
 * instance at a time, so its name does as well.
 */
final class InstanceId {

  private InstanceId() {}

  static String of(Path stateDirectory) {
    Path file = stateDirectory.resolve("instance-id");
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(stateDirectory);
        Path fresh = Files.createTempFile(stateDirectory, "instance-id", ".new");
        Files.writeString(fresh, UUID.randomUUID().toString());
        Files.move(fresh, file);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new LockstepException(
          Category.EXTERNAL,
          "Cannot write to the state directory " + stateDirectory + ": " + e.getMessage(),
          "Give this user the right to write there, or set streams.state-directory.",
          e);
    }
  }
}
