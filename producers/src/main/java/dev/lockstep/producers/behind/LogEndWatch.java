package dev.lockstep.producers.behind;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.producers.source.LogEnd;
import dev.lockstep.producers.source.LogFailedException;
import dev.lockstep.producers.source.Source;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a server each second where its log ends, on a thread and a connection of its own. A
 * connection that is lost is made again without a word: the capture itself tells of the server's
 * troubles, and whoever asks how far it is behind learns that this is not known.
 */
public final class LogEndWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LogEndWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final String endpoint;
  private final Source source;
  private final ObjLongConsumer<LogEnd> seen;
  private final CountDownLatch stop = new CountDownLatch(1);

  private LogEndWatch(String endpoint, Source source, ObjLongConsumer<LogEnd> seen) {
    this.endpoint = endpoint;
    this.source = source;
    this.seen = seen;
  }

  /**
   * @param seen is told of each end, and when by this process's clock the server was asked: all
   *     that had been logged by then lies before it
   */
  public static LogEndWatch start(String endpoint, Source source, ObjLongConsumer<LogEnd> seen) {
    LogEndWatch watch = new LogEndWatch(endpoint, source, seen);
    Thread thread = new Thread(watch::run, "log-end-" + endpoint);
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  private void run() {
    try {
      do {
        try (Source.LogEndProbe probe = source.logEnd()) {
          do {
            long nanos = System.nanoTime();
            seen.accept(probe.end(), nanos);
          } while (!stopsWithin(EVERY));
        } catch (LogFailedException | LockstepException e) {
          LOG.debug("The end of the log of endpoint {} cannot be asked for", endpoint, e);
        }
      } while (!stopsWithin(EVERY));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean stopsWithin(Duration time) throws InterruptedException {
    return stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Does not wait: the thread ends with its current question at the latest. */
  @Override
  public void close() {
    stop.countDown();
  }
}
