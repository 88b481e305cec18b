package dev.lockstep.launcher.stack;

import dev.lockstep.embedded.DiskSpace;
import dev.lockstep.embedded.EmbeddedServerException;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory in which one pipeline lives, held by one process at a time.
 *
 * <p>The lock is the operating system's, so a killed process leaves none behind. The lock file
 * names the process that holds it, for the message that a second one gets.
 */
public final class DataHome implements AutoCloseable {

  /** Below this an {@code up} would not get far; databases, log and state all grow in here. */
  private static final long FREE_BYTES_NEEDED = 1L << 30;

  /** With less, what runs is stopped while all of it can still write what it must to stop. */
  private static final long FREE_BYTES_LEFT = 128L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(DataHome.class);

  private final Path root;
  private final FileChannel lock;

  private DataHome(Path root, FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  /** Takes the directory, making it when missing. */
  public static DataHome open(Path directory) {
    Path root = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(root);
      DiskSpace.require(root, FREE_BYTES_NEEDED);
      return new DataHome(root, lock(root));
    } catch (IOException e) {
      throw new LockstepException(
          Category.EXTERNAL,
          "Cannot write to the data directory " + root + ": " + reason(e),
          "Give this user the right to write there, or choose another with --data DIR.",
          e);
    }
  }

  private static FileChannel lock(Path root) throws IOException {
    Path file = root.resolve("lock");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      String holder = Files.readString(file).strip();
      throw new LockstepException(
          Category.EXTERNAL,
          "Lockstep already runs in " + root + (holder.isEmpty() ? "" : " (" + holder + ")"),
          "Stop it first (ctrl-C there), or start a second one with --data DIR and --port 0.");
    }
    channel.truncate(0);
    String holder = "process " + ProcessHandle.current().pid() + "\n";
    channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
    return channel;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
  }

  public Path root() {
    return root;
  }

  /** What to say when there is too little room to go on; empty while there is enough. */
  public Optional<EmbeddedServerException> shortage() {
    return DiskSpace.shortage(root, FREE_BYTES_LEFT);
  }

  Path kafka() {
    return root.resolve("kafka");
  }

  Path source() {
    return root.resolve("source");
  }

  Path target() {
    return root.resolve("target");
  }

  Path streams() {
    return root.resolve("streams");
  }

  /** What the programs run with; for running one of them apart. */
  public Path configuration() {
    return root.resolve("lockstep.yaml");
  }

  Path pair() {
    return root.resolve("pair");
  }

  /** What it has at servers that are not its own. */
  public Path tenancy() {
    return root.resolve("tenancy");
  }

  /** The password of an account at such a server, for its owner alone to read. */
  Path password(String role) {
    return root.resolve(role + ".password");
  }

  Path ports() {
    return root.resolve("ports.properties");
  }

  /** Everything that is told in detail. */
  public Path log() {
    return logIn(root);
  }

  /** The log of the pipeline that lives, or will, in a directory. */
  public static Path logIn(Path directory) {
    return directory.resolve("logs").resolve("lockstep.log");
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.debug("The lock goes with the process", e);
    }
  }
}
