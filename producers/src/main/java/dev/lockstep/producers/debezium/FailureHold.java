package dev.lockstep.producers.debezium;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.BinaryLogClient.AbstractLifecycleListener;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

  /** Whether there is a failure, so that the next poll which brings nothing has seen all. */
  boolean isFailing() {
    return failure != null;
  }

  /** The failure; null when there was none. */
  @Nullable Exception failure() {
    return failure;
  }

  /** A poll that began during the failure has brought nothing more; or nobody polls again. */
  void polled() {
    polled.countDown();
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
