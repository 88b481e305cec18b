package dev.lockstep.streams;

import static org.apache.kafka.streams.CloseOptions.GroupMembershipOperation.LEAVE_GROUP;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.RunningProgram;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.flow.config.StreamsSettings;
import dev.lockstep.schema.status.StatusReporter;
import dev.lockstep.schema.topic.TopicProvisioner;
import dev.lockstep.schema.topic.Topics;
import dev.lockstep.streams.join.JudgeSettings;
import dev.lockstep.streams.join.KafkaExpiredRecords;
import dev.lockstep.streams.join.KafkaTopicIds;
import dev.lockstep.streams.verdict.KafkaRecordFetcher;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The comparing program, running.
 *
 * <p>A thread that dies is replaced, with a pause, for ever. Everything it knows is in Kafka: a
 * crash leaves the last commit, from which the next start goes on.
 */
public final class StreamsService implements RunningProgram {

  private static final Logger LOG = LoggerFactory.getLogger(StreamsService.class);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(15);

  /** Longer than the session of an instance that was killed. */
  private static final Duration LEAVES_WITHIN = Duration.ofSeconds(20);

  private static final Duration FETCH_PATIENCE = Duration.ofSeconds(3);
  private static final Duration TROUBLE_EVERY = Duration.ofSeconds(10);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final long RECENT_BYTES = 2L << 20;

  private final KafkaStreams streams;
  private final Admin admin;
  private final StatusReporter reporter;
  private final ComparisonStatus status;
  private final ScheduledExecutorService looking;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private StreamsService(LockstepConfig config, KafkaStreams streams, Admin admin, Clock clock) {
    this.streams = streams;
    this.admin = admin;
    // The topic is among those that were made.
    this.reporter =
        StatusReporter.start(
            "streams",
            config.kafka().client(),
            config.registry().codec(),
            clock,
            () -> {},
            TROUBLE_EVERY);
    this.status =
        new ComparisonStatus(
            config.flows().keySet(),
            (flow, said) -> reporter.sayIfNew(flow, "", said),
            System::nanoTime);
    this.looking =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("streams-look").daemon().factory());
  }

  /** Starts comparing; returns as soon as the threads run. */
  public static StreamsService start(LockstepConfig config, Clock clock) {
    Admin admin = Admin.create(config.kafka().client());
    try {
      TopicProvisioner.ensure(
          admin, Topics.all(), config.topics().partitions(), config.topics().replication());
      new FormerLayouts(admin, config.streams(), LEAVES_WITHIN).remove();
      KafkaStreams streams = streams(config, admin, clock);
      FormerMembers.remove(admin, ApplicationId.of(config.streams()), config.streams());
      StreamsService service = new StreamsService(config, streams, admin, clock);
      service.run();
      return service;
    } catch (RuntimeException e) {
      admin.close(CLOSE_WITHIN);
      throw e;
    }
  }

  @Override
  public String name() {
    return "streams";
  }

  /** Told first: what is not said would be lost with the program. */
  @Override
  public Optional<Throwable> failure() {
    return reporter.isTold() ? Optional.ofNullable(failure.get()) : Optional.empty();
  }

  /** What Kafka Streams says of itself. */
  public KafkaStreams.State state() {
    return streams.state();
  }

  @Override
  public void close() {
    // Leaving the group spares the next start the wait for a member that will not come back.
    stop(LEAVE_GROUP);
  }

  /** Stops; who remains in the group is to the others as one that was killed. */
  void stop(GroupMembershipOperation membership) {
    CloseOptions options =
        CloseOptions.timeout(CLOSE_WITHIN).withGroupMembershipOperation(membership);
    if (!streams.close(options)) {
      LOG.warn("Comparing did not stop within {}", CLOSE_WITHIN);
    }
    looking.shutdown();
    status.stopped();
    reporter.close();
    admin.close(CLOSE_WITHIN);
  }

  private void run() {
    Replacements replacements = new Replacements(System::nanoTime, Thread::sleep, status::died);
    streams.setUncaughtExceptionHandler(replacements::replace);
    streams.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.ERROR) {
            failed(new IllegalStateException("Kafka Streams went from " + before + " to " + now));
          }
        });
    streams.start();
    var unused =
        looking.scheduleWithFixedDelay(
            () -> status.look(streams.state()), 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void failed(Throwable cause) {
    LockstepException why =
        new LockstepException(
            LockstepException.Category.EXTERNAL,
            "Comparing stopped: " + LockstepException.messageOf(cause),
            "See the log for the cause; the next start goes on from the last commit.",
            cause);
    if (failure.compareAndSet(null, why)) {
      status.failed(why);
    }
  }

  private static KafkaStreams streams(LockstepConfig config, Admin admin, Clock clock) {
    StreamsSettings settings = config.streams();
    Map<String, Object> client = config.kafka().client();
    JudgeSettings judge =
        new JudgeSettings(
            config.flows().values(),
            config.topics().partitions(),
            config.registry().codec(),
            new KafkaTopicIds(admin),
            new KafkaExpiredRecords(
                admin,
                ApplicationId.of(settings),
                VerificationTopology.inputs(config.flows().values())),
            () -> new KafkaRecordFetcher(client, FETCH_PATIENCE),
            () -> micros(clock),
            System::nanoTime,
            settings.statusInterval(),
            settings.maxDetailsPerMinute(),
            RECENT_BYTES);
    return new KafkaStreams(
        VerificationTopology.of(judge), new StreamsConfig(StreamsProperties.of(config)));
  }

  private static long micros(Clock clock) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }
}
