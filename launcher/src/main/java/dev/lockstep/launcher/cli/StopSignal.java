package dev.lockstep.launcher.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * SIGINT and SIGTERM as a request to stop in order.
 *
 * <p>The JVM answers a signal by running its shutdown hooks and then ending. The hook here asks the
 * command to stop and holds the JVM until it has, within a limit; then it ends the JVM with the
 * exit code that the command came to, which the JVM itself would replace by one that means the
 * signal.
 */
final class StopSignal implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int NONE = -1;

  private static final AtomicInteger EXIT_CODE = new AtomicInteger(NONE);
  private static final CountDownLatch ENDED = new CountDownLatch(1);

  private final CountDownLatch asked = new CountDownLatch(1);

  private final AtomicReference<@Nullable Thread> starting = new AtomicReference<>();

  private final Thread hook = new Thread(this::hold, "lockstep-stop");

  private StopSignal() {}

  static StopSignal install() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  /** Whether a stop was asked for, waiting for it at most this long. */
  boolean await(Duration limit) throws InterruptedException {
    return asked.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** While something starts that is not asked now and then: a stop interrupts this thread. */
  void interruptThisThread(boolean wanted) {
    starting.set(wanted ? Thread.currentThread() : null);
  }

  boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** The command has come to its end; called by {@code main} before it exits. */
  static void ended(int exitCode) {
    EXIT_CODE.set(exitCode);
    ENDED.countDown();
  }

  private void hold() {
    asked.countDown();
    Thread thread = starting.get();
    if (thread != null) {
      thread.interrupt();
    }
    try {
      boolean inTime = ENDED.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      Runtime.getRuntime().halt(inTime ? EXIT_CODE.get() : ExitCode.COULD_NOT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nothing is left to stop. A hook that already holds the JVM goes on until the command ends. */
  @Override
  public void close() {
    if (!isAsked()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM has begun to end in this moment; main ends it as it would have anyway.
        asked.countDown();
      }
    }
  }
}
