package dev.lockstep.streams;

import static org.apache.kafka.streams.CloseOptions.GroupMembershipOperation.LEAVE_GROUP;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.RunningProgram;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.flow.config.StreamsSettings;
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
  private static final Duration FETCH_PATIENCE = Duration.ofSeconds(3);
  private static final long RECENT_BYTES = 2L << 20;

  private final KafkaStreams streams;
  private final Admin admin;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private StreamsService(KafkaStreams streams, Admin admin) {
    this.streams = streams;
    this.admin = admin;
  }

  /** Starts comparing; returns as soon as the threads run. */
  public static StreamsService start(LockstepConfig config, Clock clock) {
    Admin admin = Admin.create(config.kafka().client());
    try {
      TopicProvisioner.ensure(
          admin, Topics.all(), config.topics().partitions(), config.topics().replication());
      StreamsService service = new StreamsService(streams(config, admin, clock), admin);
      FormerMembers.remove(admin, config.streams());
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

  @Override
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure.get());
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
    admin.close(CLOSE_WITHIN);
  }

  private void run() {
    Replacements replacements = new Replacements(System::nanoTime, Thread::sleep);
    streams.setUncaughtExceptionHandler(replacements::replace);
    streams.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.ERROR) {
            failed(new IllegalStateException("Kafka Streams went from " + before + " to " + now));
          }
        });
    streams.start();
  }

  private void failed(Throwable cause) {
    failure.compareAndSet(
        null,
        new LockstepException(
            LockstepException.Category.EXTERNAL,
            "Comparing stopped: " + LockstepException.messageOf(cause),
            "See the log for the cause; the next start goes on from the last commit.",
            cause));
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
                settings.applicationId(),
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
