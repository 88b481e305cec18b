package dev.lockstep.streams;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.schema.codec.RegistryException;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.status.Status;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * Says of each flow how its comparison goes: one topology serves all, so it goes the same for each.
 * A thread that died is trouble until the threads have run for a while without another death, for
 * one that meets the same again runs for a moment, too. Thread-safe.
 */
final class ComparisonStatus {

  private static final Duration STEADY = Duration.ofSeconds(10);

  private final List<String> flows;
  private final BiConsumer<String, Status> statuses;
  private final LongSupplier nanoTime;
  private boolean troubled;
  private boolean ended;
  private long steadyNanos;

  /**
   * @param statuses is told the status of a flow
   */
  ComparisonStatus(
      Collection<String> flows, BiConsumer<String, Status> statuses, LongSupplier nanoTime) {
    this.flows = List.copyOf(flows);
    this.statuses = statuses;
    this.nanoTime = nanoTime;
    say(Status.of(ComponentState.STARTING));
  }

  /** A thread died, and is replaced after a pause. */
  synchronized void died(Throwable error, Duration pause) {
    if (ended) {
      return;
    }
    troubled = true;
    steadyNanos = nanoTime.getAsLong() + pause.plus(STEADY).toNanos();
    Throwable why = reason(error);
    say(
        Status.of(
            ComponentState.RETRYING,
            "A comparing thread died and is replaced: " + LockstepException.messageOf(why),
            switch (why) {
              case RegistryException registry -> registry.remedy();
              case LockstepException told -> told.remedy();
              default ->
                  "It is tried again until it works; see the log of this process for details.";
            }));
  }

  /** What a person can do something about, else what lies at the bottom. */
  private static Throwable reason(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null
        && !(cause instanceof RegistryException)
        && !(cause instanceof LockstepException)) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** Takes note of what Kafka Streams says of itself, now and again. */
  synchronized void look(State state) {
    if (state != State.RUNNING || ended) {
      return;
    }
    if (!troubled || nanoTime.getAsLong() - steadyNanos >= 0) {
      troubled = false;
      say(Status.of(ComponentState.RUNNING));
    }
  }

  synchronized void failed(LockstepException why) {
    ended = true;
    say(Status.of(ComponentState.FAILED, LockstepException.messageOf(why), why.remedy()));
  }

  synchronized void stopped() {
    if (!ended) {
      ended = true;
      say(Status.of(ComponentState.STOPPED));
    }
  }

  private void say(Status status) {
    flows.forEach(flow -> statuses.accept(flow, status));
  }
}
