package dev.lockstep.sink;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.kafka.Backoff;
import dev.lockstep.schema.kafka.Retries;
import dev.lockstep.schema.status.Status;
import dev.lockstep.sink.apply.ApplyLoop;
import dev.lockstep.sink.apply.TargetError;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of one worker: a consumer and an {@link ApplyLoop} over it, made anew for ever when
 * they fail, since all that counts is on the target. Stops between two transactions.
 */
final class SinkWorker {

  private static final Logger LOG = LoggerFactory.getLogger(SinkWorker.class);
  private static final Duration PATIENCE = Duration.ofMillis(100);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final Duration CALM = Duration.ofMinutes(1);

  private final int number;
  private final FlowBoard board;
  private final Backoff backoff;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Function<Consumer<byte[], byte[]>, ApplyLoop> loops;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile @Nullable Throwable failure;
  private volatile @Nullable Consumer<byte[], byte[]> current;

  SinkWorker(
      String flow,
      int number,
      FlowBoard board,
      Backoff backoff,
      Supplier<Consumer<byte[], byte[]>> consumers,
      Function<Consumer<byte[], byte[]>, ApplyLoop> loops) {
    this.number = number;
    this.board = board;
    this.backoff = backoff;
    this.consumers = consumers;
    this.loops = loops;
    this.thread = Thread.ofPlatform().name("sink-" + flow + "-" + number).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    Retries retries = new Retries(backoff, CALM, System::nanoTime);
    while (!stopping) {
      try {
        work();
      } catch (WakeupException | InterruptException e) {
        if (!stopping) {
          LOG.debug("Woken up without being stopped", e);
        }
      } catch (RuntimeException e) {
        report(e);
        rest(retries.next());
      } catch (Error e) {
        // Nothing can be relied on any more: the program ends, rather than this thread in silence.
        gaveUp(e);
        return;
      }
    }
    board.worker(number, Status.of(ComponentState.STOPPED));
  }

  /** Said before it is known, since what is not said would be lost with the program. */
  private void gaveUp(Error e) {
    try {
      LOG.error("A sink worker ended", e);
      board.worker(
          number,
          Status.of(
              ComponentState.FAILED,
              "A sink worker ended: " + e,
              "Report it with the log, or give the program more memory if that is what it lacked;"
                  + " then start it again: it resumes where it stopped."));
    } finally {
      failure = e;
    }
  }

  private void work() {
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      current = consumer;
      ApplyLoop loop = loops.apply(consumer);
      try {
        while (!stopping) {
          loop.tick(PATIENCE);
        }
      } finally {
        current = null;
        board.forgetTables(number);
        loop.close();
      }
    }
  }

  private void report(RuntimeException failure) {
    TargetError error;
    if (failure instanceof LockstepException told) {
      error = TargetError.of("kafka", LockstepException.messageOf(told), told.remedy());
    } else if (failure instanceof KafkaException) {
      error =
          TargetError.of(
              "kafka",
              "Reading from Kafka failed: " + LockstepException.messageOf(failure),
              "See to Kafka and to the kafka section of the configuration; the sink goes on by itself.");
    } else {
      LOG.error("A sink worker failed unexpectedly and starts over", failure);
      error =
          TargetError.of(
              "bug",
              "The sink failed unexpectedly: " + failure,
              "Report it with the log; the sink starts over by itself.");
    }
    LOG.debug("Worker {} starts over", number, failure);
    board.worker(number, Status.of(ComponentState.RETRYING, error.message(), error.remedy()));
  }

  private void rest(Duration wait) {
    long untilNanos = System.nanoTime() + wait.toNanos();
    while (!stopping && System.nanoTime() - untilNanos < 0) {
      try {
        Thread.sleep(Duration.ofMillis(20));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** What ended the worker without being asked to. */
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /** Asks the worker to stop; {@link #join} waits until it has. */
  void stop() {
    stopping = true;
    Consumer<byte[], byte[]> consumer = current;
    if (consumer != null) {
      consumer.wakeup();
    }
  }

  void join() {
    try {
      if (!thread.join(STOP)) {
        LOG.warn("{} did not stop within {} s", thread.getName(), STOP.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
