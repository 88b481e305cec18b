package dev.lockstep.embedded.kafka;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker that cannot go on ends its JVM; here the JVM is ours and holds more than the broker. The
 * wish is remembered instead and the thread that had it dies, so that the owner of the process
 * decides. Kafka keeps these procedures in static fields: one place for all brokers of a JVM.
 */
final class FatalErrors {

  private static final Logger LOG = LoggerFactory.getLogger(FatalErrors.class);
  private static final AtomicReference<@Nullable Throwable> LAST = new AtomicReference<>();

  private FatalErrors() {}

  static void intercept() {
    LAST.set(null);
    Exit.setExitProcedure(FatalErrors::refuse);
    Exit.setHaltProcedure(FatalErrors::refuse);
  }

  static Optional<Throwable> last() {
    return Optional.ofNullable(LAST.get());
  }

  private static void refuse(int status, @Nullable String message) {
    IllegalStateException wish =
        new IllegalStateException(
            "Kafka's broker gave up with status "
                + status
                + (message == null ? "" : ": " + message));
    LAST.compareAndSet(null, wish);
    LOG.error("Kafka's broker cannot go on", wish);
    throw wish;
  }
}
