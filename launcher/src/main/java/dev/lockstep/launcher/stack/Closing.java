package dev.lockstep.launcher.stack;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been started and must be closed, the last first. One thing that fails to close does not
 * keep the others open; what starts after the end is closed at once. Thread-safe.
 */
final class Closing implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private record Named(String name, AutoCloseable closeable) {}

  private final Deque<Named> open = new ArrayDeque<>();
  private boolean closed;

  <T extends AutoCloseable> T add(String name, T closeable) {
    synchronized (this) {
      if (!closed) {
        open.push(new Named(name, closeable));
        return closeable;
      }
    }
    close(new Named(name, closeable));
    throw new IllegalStateException("Closed while " + name + " was starting");
  }

  /** Leaves what is open as it is; what starts later is still closed at once. */
  synchronized void forget() {
    closed = true;
    open.clear();
  }

  @Override
  public void close() {
    while (true) {
      Named next;
      synchronized (this) {
        closed = true;
        next = open.poll();
      }
      if (next == null) {
        return;
      }
      close(next);
    }
  }

  private static void close(Named named) {
    long start = System.nanoTime();
    try {
      named.closeable().close();
      LOG.info("{} stopped in {} ms", named.name(), (System.nanoTime() - start) / 1_000_000);
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      LOG.warn("{} did not stop cleanly: {}", named.name(), e.getMessage(), e);
    }
  }
}
