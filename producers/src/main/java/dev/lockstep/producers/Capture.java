package dev.lockstep.producers;

import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.flow.config.ProducersSettings.OnLostHistory;
import dev.lockstep.producers.publish.PositionReader;
import dev.lockstep.producers.reread.WrongDefinitionException;
import dev.lockstep.producers.scope.CaptureScope;
import dev.lockstep.producers.source.LostHistoryException;
import dev.lockstep.producers.source.UndefinedTableException;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.kafka.Backoff;
import dev.lockstep.schema.kafka.Retries;
import dev.lockstep.schema.kafka.Tenure;
import dev.lockstep.schema.status.Status;
import dev.lockstep.schema.topic.TableName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The capture of one endpoint on a thread of its own: one run after another, for ever. Trouble that
 * may pass is retried with growing pauses, trouble that only a person can end stops this capture
 * and no other (invariant 8). A capture that another took over from stands by while that is alive,
 * and says nothing of the endpoint meanwhile: that is for its successor to say.
 */
final class Capture implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Capture.class);
  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(15));
  private static final Duration GIVEN_JUST_NOW = Duration.ofMinutes(5);
  private static final Duration LONG_RUN = Duration.ofSeconds(30);

  private final Captures shared;
  private final Endpoint endpoint;
  private final CaptureScope scope;
  private final Retries retries = new Retries(PAUSES, LONG_RUN, System::nanoTime);
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private Optional<String> snapshotReason = Optional.empty();
  private final Standby standby;
  private boolean standingBy;

  /** Tables that the connector has no right definition of: the next run passes over them first. */
  private final Set<TableName> undefined = new TreeSet<>();

  /** When the connector was given the definition of a table last that it had wrong. */
  private final Map<TableName, Long> givenNanos = new HashMap<>();

  private boolean troubled;
  private String traced = "";
  private long startedNanos;
  private volatile @Nullable Throwable failure;

  Capture(Captures shared, Endpoint endpoint, CaptureScope scope) {
    this.shared = shared;
    this.endpoint = endpoint;
    this.scope = scope;
    this.standby =
        new Standby(
            endpoint.name(),
            new PositionReader(shared.kafka(), shared.codec()),
            shared.takeOverWatch());
    this.thread = new Thread(this, "capture-" + endpoint.name());
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  void stop() {
    stop.countDown();
  }

  /** Stops without ending what is under way. */
  void kill() {
    stop.countDown();
    thread.interrupt();
  }

  void join(Duration limit) throws InterruptedException {
    thread.join(limit.toMillis());
    if (thread.isAlive()) {
      thread.interrupt();
      thread.join(limit.toMillis());
    }
  }

  private boolean isStopping() {
    return stop.getCount() == 0;
  }

  @Override
  public void run() {
    try {
      while (!isStopping() && attempt()) {
        calmAfterLongRun();
      }
      sayStopped();
    } catch (InterruptedException | InterruptException e) {
      sayStopped();
    } catch (RuntimeException | Error e) {
      LOG.error("Capture of endpoint {} died", endpoint.name(), e);
      fail(new LockstepException(Category.BUG, LockstepException.messageOf(e), "Report this.", e));
    }
  }

  private void sayStopped() {
    if (failure == null && !standingBy) {
      say(Status.of(ComponentState.STOPPED));
    }
  }

  private void calmAfterLongRun() {
    if (System.nanoTime() - startedNanos > LONG_RUN.toNanos()) {
      standby.reset();
      traced = "";
    }
  }

  /** Returns whether there is to be another one. */
  private boolean attempt() throws InterruptedException {
    startedNanos = System.nanoTime();
    // Asked for once: whoever asked finds the same reason again if the snapshot never started.
    Optional<String> reason = snapshotReason;
    snapshotReason = Optional.empty();
    boolean wasTroubled = troubled;
    troubled = false;
    Set<TableName> passedOver = Set.copyOf(undefined);
    undefined.clear();
    CaptureRun run =
        new CaptureRun(shared, endpoint, scope, reason, passedOver, wasTroubled, this::isStopping);
    try {
      return run.follow();
    } catch (LostHistoryException e) {
      return !isStopping() && lostHistory(e);
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      if (isStopping()) {
        return false;
      }
      return switch (ended(run, e)) {
        case NONE -> trouble(e);
        case TOO_SLOW -> trouble(tooSlow(e));
        case TAKEN_OVER -> takenOver();
      };
    }
  }

  private boolean lostHistory(LostHistoryException e) throws InterruptedException {
    if (shared.config().producers().onLostHistory() == OnLostHistory.RESNAPSHOT) {
      return readAnew(LockstepException.messageOf(e));
    }
    fail(e);
    return false;
  }

  /** With a pause, too: what made it necessary may come up again at once. */
  private boolean readAnew(String reason) throws InterruptedException {
    LOG.warn("Endpoint {} is read anew: {}", endpoint.name(), reason);
    snapshotReason = Optional.of(reason);
    stop.await(retries.next().toMillis(), TimeUnit.MILLISECONDS);
    return true;
  }

  private boolean trouble(RuntimeException e) throws InterruptedException {
    Optional<TableName> table = undefinedTable(e);
    if (e instanceof WrongDefinitionException && isGivenAgain(table.orElseThrow())) {
      // The statement that it does not understand is the last one in the log: it is read again
      // after whatever definition it is given. A snapshot begins behind it.
      return readAnew(LockstepException.messageOf(e));
    }
    if (table.isPresent() && scope.captures(table.get())) {
      LOG.warn("Endpoint {}: {}; it is read anew", endpoint.name(), LockstepException.messageOf(e));
      undefined.add(table.get());
      stop.await(retries.next().toMillis(), TimeUnit.MILLISECONDS);
      return true;
    }
    if (e instanceof UndefinedTableException) {
      return readAnew(LockstepException.messageOf(e));
    }
    LockstepException told = Failures.explained(endpoint, e);
    if (told instanceof LostHistoryException lost) {
      return lostHistory(lost);
    }
    if (told.category() == Category.CONFIGURATION) {
      fail(told);
      return false;
    }
    Duration pause = retries.next();
    sayWhy(told, pause, e);
    troubled = true;
    say(Status.of(ComponentState.RETRYING, LockstepException.messageOf(told), told.remedy()));
    stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    return true;
  }

  private static Optional<TableName> undefinedTable(RuntimeException e) {
    return switch (e) {
      case WrongDefinitionException wrong -> Optional.of(wrong.table());
      case UndefinedTableException undefined -> undefined.table();
      default -> Optional.empty();
    };
  }

  /** With the trace of its cause when it is another than before, not with each attempt. */
  private void sayWhy(LockstepException told, Duration pause, RuntimeException cause) {
    String kind = Failures.kind(cause);
    LOG.warn(
        "Capture of endpoint {} is tried again in {} ms: {}",
        endpoint.name(),
        pause.toMillis(),
        told.getMessage(),
        kind.equals(traced) || cause instanceof LockstepException ? null : cause);
    traced = kind;
  }

  /** Whether the log's reader was given the definition of a table only just now. */
  private boolean isGivenAgain(TableName table) {
    long now = System.nanoTime();
    Long before = givenNanos.put(table, now);
    return before != null && now - before < GIVEN_JUST_NOW.toNanos();
  }

  /** Where that cannot be found out, standing by is what does no harm. */
  private Tenure.End ended(CaptureRun run, RuntimeException failure) {
    try {
      return run.ended(failure);
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warn(
          "Endpoint {}: who captures it cannot be found out: {}", endpoint.name(), e.toString());
      return Tenure.End.TAKEN_OVER;
    }
  }

  private LockstepException tooSlow(RuntimeException cause) {
    return new LockstepException(
        Category.EXTERNAL,
        "Kafka ended a transaction of the capture of endpoint %s that took longer than %d s; no other instance took over."
            .formatted(
                endpoint.name(), shared.config().producers().transactionTimeout().toSeconds()),
        "It goes on by itself. If this comes again, give the process more time to run, or raise producers.transaction-timeout.",
        cause);
  }

  private boolean takenOver() throws InterruptedException {
    standingBy = true;
    // What was not told yet must not be told behind the other's back.
    shared.statuses().forget(endpoint.name());
    boolean goesOn = standby.await(stop);
    standingBy = !goesOn;
    return goesOn;
  }

  private void fail(LockstepException e) {
    failure = e;
    LOG.error("Capture of endpoint {} stopped: {} {}", endpoint.name(), e.getMessage(), e.remedy());
    say(Status.of(ComponentState.FAILED, LockstepException.messageOf(e), e.remedy()));
  }

  private void say(Status status) {
    shared.statuses().say(endpoint.name(), status);
  }
}
