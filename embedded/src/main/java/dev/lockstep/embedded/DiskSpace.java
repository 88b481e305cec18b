package dev.lockstep.embedded;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How much room there is for a data directory, and what to say when it is too little.
 *
 * <p>Asked before a server starts and, every now and then, while it runs. On a full disk a MariaDB
 * waits without a word for somebody to make room, and a broker ends with a status: who asks here
 * first can stop in order, and can name the disk either way.
 */
public final class DiskSpace {

  private static final String DISK_FULL = "Disk full: ";

  private DiskSpace() {}

  /**
   * Refuses to start with less than this.
   *
   * @param directory that exists
   * @throws EmbeddedServerException that names the directory and what is needed
   */
  public static void require(Path directory, long bytes) {
    if (usable(directory) < bytes) {
      throw full(directory, bytes);
    }
  }

  /** What to say of a server that did not start for lack of room. */
  public static EmbeddedServerException full(Path directory, long neededBytes) {
    return new EmbeddedServerException(
        DISK_FULL + megabytes(usable(directory)) + " MB are free for " + directory,
        "Free at least "
            + megabytes(neededBytes)
            + " MB there, or choose a data directory on another disk.");
  }

  /** What to say of a running server that has less than this left; empty when it has more. */
  public static Optional<EmbeddedServerException> shortage(Path directory, long bytes) {
    long free = usable(directory);
    return free >= bytes
        ? Optional.empty()
        : Optional.of(
            new EmbeddedServerException(
                DISK_FULL + megabytes(free) + " MB are left for " + directory,
                "Make room there and start again: what was committed is kept, and it goes on from"
                    + " there."));
  }

  /** Asks the file system itself; a list of mounts, which containers often hide, is not needed. */
  private static long usable(Path directory) {
    return directory.toFile().getUsableSpace();
  }

  private static long megabytes(long bytes) {
    return bytes >> 20;
  }
}
