package dev.lockstep.sink.alert;

import dev.lockstep.engine.known.Engines;
import dev.lockstep.flow.Configured;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.RunningProgram;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.schema.codec.RegistryException;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.kafka.Backoff;
import dev.lockstep.schema.kafka.Retries;
import dev.lockstep.schema.status.Status;
import dev.lockstep.schema.status.StatusReporter;
import dev.lockstep.schema.topic.TopicProvisioner;
import dev.lockstep.schema.topic.TopicSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alert role as a running program: one thread that turns facts into alerts.
 *
 * <p>Any trouble with Kafka or the registry ends the session; after a pause a new one restores
 * itself from the topics and goes on, for as long as it takes; also after Kafka gave a transaction
 * up while this process was suspended. Where another instance has taken over, the two take turns,
 * each restoring what the other left: nothing is lost and nothing told twice, and who pauses says
 * nothing of itself. A crash loses nothing: see {@link AlertWorker}.
 */
public final class AlertService implements RunningProgram {

  private static final Logger LOG = LoggerFactory.getLogger(AlertService.class);
  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
  private static final Duration CALM = Duration.ofSeconds(10);
  private static final Duration TAKEN_OVER_PAUSE = Duration.ofSeconds(10);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(15);

  private final LockstepConfig config;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Duration takenOverPause;
  private final StatusReporter statuses;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Throwable failure;

  /** Another instance speaks meanwhile. */
  private volatile boolean pausing;

  private AlertService(
      LockstepConfig config, Clock clock, LongSupplier nanoTime, Duration takenOverPause) {
    this.config = config;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.takenOverPause = takenOverPause;
    // The topic is among those that were made.
    this.statuses =
        StatusReporter.start(
            "alerts", config.kafka().client(), config.registry().codec(), clock, () -> {});
    this.thread = Thread.ofPlatform().name("lockstep-alerts").daemon().unstarted(this::run);
  }

  /** Makes the topics that are absent and starts. */
  public static AlertService start(LockstepConfig config, Clock clock) {
    return start(config, clock, System::nanoTime, TAKEN_OVER_PAUSE);
  }

  static AlertService start(
      LockstepConfig config, Clock clock, LongSupplier nanoTime, Duration takenOverPause) {
    List<TopicSpec> topics = new ArrayList<>(KafkaAlertLog.FACTS);
    topics.addAll(KafkaAlertLog.ALERTS);
    try (Admin admin = Admin.create(config.kafka().client())) {
      TopicProvisioner.ensure(
          admin, topics, config.topics().partitions(), config.topics().replication());
    }
    AlertService service = new AlertService(config, clock, nanoTime, takenOverPause);
    service.say(Status.of(ComponentState.STARTING));
    service.thread.start();
    return service;
  }

  @Override
  public String name() {
    return "alerts";
  }

  /** Told first: what is not said would be lost with the program. */
  @Override
  public Optional<Throwable> failure() {
    return statuses.isTold() ? Optional.ofNullable(failure) : Optional.empty();
  }

  private void run() {
    Retries retries = new Retries(PAUSES, CALM, System::nanoTime);
    while (stop.getCount() > 0) {
      Duration pause;
      try {
        session();
        return;
      } catch (InterruptException e) {
        return;
      } catch (TakenOverException e) {
        LOG.warn(
            "Alerts pause for {}: another instance took over, and speaks meanwhile. Nothing is lost."
                + " If it comes again, run one instance of the alerts program.",
            takenOverPause);
        config.flows().keySet().forEach(statuses::forget);
        pausing = true;
        if (await(takenOverPause)) {
          return;
        }
        pausing = false;
        continue;
      } catch (RuntimeException e) {
        pause = retries.next();
        LOG.warn("Alerts pause for {}: {}", pause, said(e));
        LOG.debug("Why alerts pause", e);
        say(retrying(e));
      } catch (Error e) {
        say(
            Status.of(
                ComponentState.FAILED,
                "The alerts program ended: " + e,
                "Report it with the log, or give the program more memory if that is what it"
                    + " lacked; then start it again: it resumes where it stopped."));
        failure = e;
        throw e;
      }
      if (await(pause)) {
        return;
      }
    }
  }

  /** Another instance does the work now. */
  private static final class TakenOverException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TakenOverException(RuntimeException cause) {
      super(cause);
    }
  }

  private void session() {
    try (AlertLog log = new KafkaAlertLog(config)) {
      try {
        work(log);
      } catch (InterruptException e) {
        throw e;
      } catch (RuntimeException e) {
        throw explained(log, e);
      }
    }
  }

  /** Where it cannot be found out, it is trouble as any other. */
  private static RuntimeException explained(AlertLog log, RuntimeException failure) {
    try {
      return switch (log.ended(failure)) {
        case NONE -> failure;
        case TAKEN_OVER -> new TakenOverException(failure);
        case TOO_SLOW ->
            new LockstepException(
                LockstepException.Category.EXTERNAL,
                "Kafka ended a transaction that took too long; no other instance took over",
                "It goes on by itself. If this comes again, give the process more time to run.",
                failure);
      };
    } catch (KafkaException unknown) {
      failure.addSuppressed(unknown);
      return failure;
    }
  }

  private void work(AlertLog log) {
    AlertWorker worker = worker(log, clock.instant());
    LOG.info("Alerts run");
    while (stop.getCount() > 0) {
      worker.turn(clock.instant());
      say(Status.of(ComponentState.RUNNING));
    }
  }

  private AlertWorker worker(AlertLog log, Instant now) {
    return new AlertWorker(
        log,
        new Relevance(new Configured(config.flows().values())),
        new Watches(
            config.flows().values(),
            endpoint -> Engines.of(config.endpoint(endpoint).type()),
            config.alerts(),
            nanoTime),
        nanoTime,
        now);
  }

  /** True when it is time to stop. */
  private boolean await(Duration pause) {
    try {
      return stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Alerts are of flows, so that is what the program speaks of. */
  private void say(Status status) {
    config.flows().keySet().forEach(flow -> statuses.sayIfNew(flow, "", status));
  }

  private static Status retrying(RuntimeException e) {
    return Status.of(
        ComponentState.RETRYING,
        "Alerts wait: " + LockstepException.messageOf(e),
        switch (e) {
          case RegistryException registry -> registry.remedy();
          case LockstepException told -> told.remedy();
          default ->
              "See to Kafka and to the kafka section of the configuration; alerts go on by themselves.";
        });
  }

  private static String said(RuntimeException e) {
    String message = LockstepException.messageOf(e);
    return e instanceof RegistryException registry ? message + ". " + registry.remedy() : message;
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      if (!thread.join(STOP_WITHIN)) {
        thread.interrupt();
        thread.join();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    if (failure == null && !pausing) {
      say(Status.of(ComponentState.STOPPED));
    }
    statuses.close();
  }
}
