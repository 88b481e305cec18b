package dev.lockstep.producers.source.binlog;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.BinaryLogClient.AbstractLifecycleListener;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Holds a failure of the log back until what was read before it has been polled. The connector
 * tells of a failure at once and drops what it has read and nobody has: whoever tries again would
 * read the same and meet the same, for ever where the failure lies in the log itself.
 */
final class FailureHold extends AbstractLifecycleListener {

  /** Whoever polls does so all the time; if not, the failure is told all the same. */
  private static final long PATIENCE_SECONDS = 10;

  private final CountDownLatch polled = new CountDownLatch(1);
  private volatile @Nullable Exception failure;
  private volatile boolean disconnected;

  /** Whether there is a failure, so that the next poll which brings nothing has seen all. */
  boolean isFailing() {
    return failure != null;
  }

  /**
   * That the connection is closed, as an exception that says why. The connector may not have told
   * of the failure yet: it is known here first, and the connection is closed after it.
   */
  Optional<ConnectException> closed() {
    return disconnected
        ? Optional.of(
            new ConnectException(
                "The database closed the connection over which its log is read", failure))
        : Optional.empty();
  }

  /** A poll that began during the failure has brought nothing more; or nobody polls again. */
  void polled() {
    polled.countDown();
  }

  @Override
  public void onDisconnect(BinaryLogClient client) {
    disconnected = true;
  }

  @Override
  public void onCommunicationFailure(BinaryLogClient client, Exception told) {
    failure = told;
    try {
      var unused = polled.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      // The run is being closed: nobody polls again.
      Thread.currentThread().interrupt();
    }
  }
}
