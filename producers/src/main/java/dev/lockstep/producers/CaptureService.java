package dev.lockstep.producers;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.flow.RunningProgram;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.producers.reread.RereadRequests;
import dev.lockstep.producers.scope.CaptureScope;
import dev.lockstep.schema.status.StatusReporter;
import dev.lockstep.schema.topic.TopicProvisioner;
import dev.lockstep.schema.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/**
 * Captures every endpoint that some flow uses, each by itself: what becomes of one is told in the
 * component status and touches no other. Fails as a whole only when nothing is left to capture.
 */
public final class CaptureService implements RunningProgram {

  static final String PROGRAM = "producers";

  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
  private static final Duration KAFKA_ANSWERS = Duration.ofSeconds(30);
  private static final Duration TAKE_OVER_WATCH = Duration.ofSeconds(5);

  private final Captures shared;
  private final List<Capture> captures;
  private boolean closed;

  private CaptureService(Captures shared, List<Capture> captures) {
    this.shared = shared;
    this.captures = captures;
  }

  public static CaptureService start(LockstepConfig config, Clock clock) {
    Admin admin = Admin.create(config.kafka().client());
    Captures shared;
    try {
      shared =
          new Captures(
              config,
              clock,
              admin,
              statuses(config, admin, clock),
              new SubjectRules(config.registry().codec()),
              RereadRequests.start(config.kafka().client(), config.registry().codec()),
              clusterId(config, admin),
              TAKE_OVER_WATCH);
    } catch (RuntimeException e) {
      admin.close(Duration.ZERO);
      throw e;
    }
    List<Capture> captures =
        config.endpoints().values().stream()
            .map(endpoint -> capture(shared, endpoint.name()))
            .flatMap(Optional::stream)
            .toList();
    captures.forEach(Capture::start);
    return new CaptureService(shared, captures);
  }

  private static StatusReporter statuses(LockstepConfig config, Admin admin, Clock clock) {
    return StatusReporter.start(
        PROGRAM,
        config.kafka().client(),
        config.registry().codec(),
        clock,
        () ->
            TopicProvisioner.ensure(
                admin,
                List.of(Topics.COMPONENT_STATUS),
                config.topics().partitions(),
                config.topics().replication()));
  }

  private static Optional<Capture> capture(Captures shared, String endpoint) {
    CaptureScope scope = CaptureScope.of(shared.config(), endpoint);
    return scope.isUsed()
        ? Optional.of(
            new Capture(
                shared,
                java.util.Objects.requireNonNull(shared.config().endpoints().get(endpoint)),
                scope))
        : Optional.empty();
  }

  private static String clusterId(LockstepConfig config, Admin admin) {
    try {
      return admin.describeCluster().clusterId().get(KAFKA_ANSWERS.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new LockstepException(
          Category.EXTERNAL,
          "Kafka at %s does not answer: %s"
              .formatted(config.kafka().bootstrapServers(), LockstepException.messageOf(e)),
          "Check that the broker runs and that kafka.bootstrap.servers is right.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LockstepException(Category.EXTERNAL, "Interrupted", "Start again.", e);
    }
  }

  @Override
  public String name() {
    return PROGRAM;
  }

  /** Why nothing is captured any more, once Kafka has been told. */
  @Override
  public Optional<Throwable> failure() {
    if (captures.isEmpty()
        || captures.stream().anyMatch(capture -> capture.failure().isEmpty())
        || !shared.statuses().isTold()) {
      return Optional.empty();
    }
    return captures.getFirst().failure();
  }

  /** Dies as a process would: nothing more is committed. For tests of what a crash leaves. */
  void kill() {
    captures.forEach(Capture::kill);
    close();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    captures.forEach(Capture::stop);
    try {
      for (Capture capture : captures) {
        capture.join(STOP_LIMIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    shared.requests().close();
    shared.statuses().close();
    shared.admin().close(Duration.ofSeconds(2));
  }
}
