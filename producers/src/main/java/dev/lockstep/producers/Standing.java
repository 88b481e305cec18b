package dev.lockstep.producers;

import dev.lockstep.producers.behind.Behind;
import dev.lockstep.schema.status.Status;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Says of a running capture how far it is behind the end of its log, again and again: within a
 * second when that has changed notably, and every few seconds in any case, so that whoever reads
 * the newest status can tell how old it is.
 */
final class Standing {

  private static final Duration AT_MOST_EVERY = Duration.ofSeconds(1);
  private static final Duration AT_LEAST_EVERY = Duration.ofSeconds(4);

  /** What changes by less is the same to a person. */
  private static final long NOTABLE_MILLIS = 1000;

  private final Behind behind;
  private final Consumer<Status> statuses;
  private final LongSupplier nanos;
  private boolean said;
  private long saidNanos;
  private OptionalLong saidMillis = OptionalLong.empty();

  Standing(Behind behind, Consumer<Status> statuses, LongSupplier nanos) {
    this.behind = behind;
    this.statuses = statuses;
    this.nanos = nanos;
  }

  void tell() {
    long now = nanos.getAsLong();
    if (said && now - saidNanos < AT_MOST_EVERY.toNanos()) {
      return;
    }
    OptionalLong millis = behind.millis();
    if (!said || now - saidNanos >= AT_LEAST_EVERY.toNanos() || differ(millis, saidMillis)) {
      statuses.accept(Status.running(behind.position(), millis));
      said = true;
      saidNanos = now;
      saidMillis = millis;
    }
  }

  private static boolean differ(OptionalLong now, OptionalLong before) {
    if (now.isEmpty() || before.isEmpty()) {
      return now.isPresent() != before.isPresent();
    }
    boolean caughtUp = now.getAsLong() == 0;
    return caughtUp != (before.getAsLong() == 0)
        || Math.abs(now.getAsLong() - before.getAsLong()) > NOTABLE_MILLIS;
  }
}
