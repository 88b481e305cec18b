package dev.lockstep.embedded.program;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process at a time puts a program into the cache. The lock ends with its process. */
public final class CacheLock implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CacheLock.class);

  private final FileChannel channel;

  private CacheLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits until nobody else holds it. */
  public static CacheLock acquire(Path file, Duration limit) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      await(channel, file, limit);
      return new CacheLock(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static void await(FileChannel channel, Path file, Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    for (int attempt = 0; tryLock(channel) == null; attempt++) {
      if (attempt == 0) {
        LOG.info("Another process holds {}; waiting for it", file);
      }
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "another process has held " + file + " for " + limit.toSeconds() + " s");
      }
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for " + file);
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
