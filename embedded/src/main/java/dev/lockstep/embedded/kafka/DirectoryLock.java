package dev.lockstep.embedded.kafka;

import dev.lockstep.embedded.EmbeddedServerException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One broker per directory. The lock is the operating system's: it ends with the process. */
final class DirectoryLock {

  private static final Logger LOG = LoggerFactory.getLogger(DirectoryLock.class);

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  static DirectoryLock acquire(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              directory.resolve("broker.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new EmbeddedServerException(
            "Another broker runs in " + directory, "Stop it, or choose another data directory.");
      }
      return new DirectoryLock(channel);
    } catch (IOException e) {
      throw new EmbeddedServerException(
          "Cannot use the data directory " + directory + ": " + e.getMessage(),
          "Choose a directory that this user may write to.",
          e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  void release() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("The lock goes with the process", e);
    }
  }
}
