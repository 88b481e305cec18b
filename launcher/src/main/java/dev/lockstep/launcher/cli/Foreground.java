package dev.lockstep.launcher.cli;

import dev.lockstep.embedded.EmbeddedServerException;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits beside something that runs until it is told to stop or stops by itself. */
final class Foreground {

  private static final Logger LOG = LoggerFactory.getLogger(Foreground.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  private Foreground() {}

  static int run(String name, Supplier<Optional<Throwable>> failure, StopSignal stop)
      throws InterruptedException {
    LOG.info("{} runs", name);
    while (!stop.await(LOOK)) {
      Optional<Throwable> cause = failure.get();
      if (cause.isPresent()) {
        throw asLockstepException(name, cause.get());
      }
    }
    LOG.info("{} stops", name);
    return ExitCode.OK;
  }

  private static LockstepException asLockstepException(String name, Throwable cause) {
    String message = name + " stopped: " + LockstepException.messageOf(cause);
    return switch (cause) {
      case LockstepException known -> known;
      case EmbeddedServerException known ->
          new LockstepException(Category.EXTERNAL, message, known.remedy(), known);
      default ->
          new LockstepException(
              Category.BUG,
              message,
              "Start it again to resume; if it stops again, report it with its log.",
              cause);
    };
  }
}
