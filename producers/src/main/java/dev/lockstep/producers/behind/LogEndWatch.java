package dev.lockstep.producers.behind;

import dev.lockstep.engine.mariadb.MariaDbServer;
import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.producers.source.LogPlace;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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

  private final Endpoint endpoint;
  private final Consumer<LogEnd> seen;
  private final CountDownLatch stop = new CountDownLatch(1);

  private LogEndWatch(Endpoint endpoint, Consumer<LogEnd> seen) {
    this.endpoint = endpoint;
    this.seen = seen;
  }

  public static LogEndWatch start(Endpoint endpoint, Consumer<LogEnd> seen) {
    LogEndWatch watch = new LogEndWatch(endpoint, seen);
    Thread thread = new Thread(watch::run, "log-end-" + endpoint.name());
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  private void run() {
    try {
      do {
        try (Connection connection = MariaDbServer.open(endpoint)) {
          do {
            seen.accept(end(connection));
          } while (!stopsWithin(EVERY));
        } catch (SQLException | LockstepException e) {
          LOG.debug("The end of the log of endpoint {} cannot be asked for", endpoint.name(), e);
        }
      } while (!stopsWithin(EVERY));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean stopsWithin(Duration time) throws InterruptedException {
    return stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static LogEnd end(Connection connection) throws SQLException {
    long nanos = System.nanoTime();
    try (Statement statement = connection.createStatement()) {
      LogPlace place = LogPlace.START;
      try (ResultSet row = statement.executeQuery("SHOW MASTER STATUS")) {
        if (row.next()) {
          place = new LogPlace(row.getString(1), row.getLong(2));
        }
      }
      try (ResultSet row = statement.executeQuery("SELECT @@GLOBAL.gtid_binlog_pos")) {
        row.next();
        return new LogEnd(Transactions.of(row.getString(1)), place, nanos);
      }
    }
  }

  /** Does not wait: the thread ends with its current question at the latest. */
  @Override
  public void close() {
    stop.countDown();
  }
}
