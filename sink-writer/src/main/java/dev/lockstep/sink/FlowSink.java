package dev.lockstep.sink;

import dev.lockstep.flow.Flow;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.flow.config.SinkSettings;
import dev.lockstep.schema.codec.RegistryClient;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.kafka.Backoff;
import dev.lockstep.schema.status.Status;
import dev.lockstep.schema.topic.ChangeTopic;
import dev.lockstep.schema.topic.TableName;
import dev.lockstep.sink.apply.ApplyLoop;
import dev.lockstep.sink.apply.Target;
import dev.lockstep.sink.apply.TargetSettings;
import dev.lockstep.sink.deadletter.KafkaDeadLetters;
import dev.lockstep.sink.known.Targets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** One flow being applied: its workers and what they share. */
final class FlowSink implements AutoCloseable {

  private static final Duration CONFLICT_PATIENCE = Duration.ofSeconds(1);
  private static final Duration SEEN_AFTER = Duration.ofSeconds(5);
  private static final int CONTENTION_ATTEMPTS = 8;

  private final LockstepConfig config;
  private final Flow flow;
  private final FlowBoard board;
  private final Admin admin;
  private final TopicWatch watch;
  private final KafkaDeadLetters deadLetters;
  private final KafkaRereads rereads;
  private final KeySchemas keySchemas;
  private final List<SinkWorker> workers = new ArrayList<>();

  FlowSink(LockstepConfig config, Flow flow, Admin admin, Statuses statuses, Clock clock) {
    SinkSettings settings = config.sink();
    this.config = config;
    this.flow = flow;
    this.board = new FlowBoard(flow.name(), settings.workers(), statuses);
    this.admin = admin;
    this.watch = new TopicWatch(admin, flow, (table, sources) -> clash(statuses, table, sources));
    this.deadLetters = new KafkaDeadLetters(config, flow.name(), clock);
    this.rereads = new KafkaRereads(config, clock);
    this.keySchemas = new KeySchemas(RegistryClient.of(config.registry().codec()));
    Backoff backoff = new Backoff(settings.retryInitial(), settings.retryMax());
    for (int number = 0; number < settings.workers(); number++) {
      workers.add(worker(number, backoff));
    }
  }

  void start() {
    workers.forEach(SinkWorker::start);
  }

  Optional<Throwable> failure() {
    return workers.stream().map(SinkWorker::failure).flatMap(Optional::stream).findFirst();
  }

  private SinkWorker worker(int number, Backoff backoff) {
    ApplyLoop.Bounds bounds =
        new ApplyLoop.Bounds(backoff, CONTENTION_ATTEMPTS, CONFLICT_PATIENCE, SEEN_AFTER);
    return new SinkWorker(
        flow.name(),
        number,
        board,
        backoff,
        () -> consumer(number),
        consumer ->
            new ApplyLoop(
                new KafkaLog(
                    consumer,
                    new KafkaLog.Bounds(
                        config.sink().maxBatchRows(), config.sink().maxBatchBytes()),
                    watch,
                    decoder(),
                    new WaitingPartitions(backoff, System::nanoTime)),
                new KafkaWholeTopic(
                    admin,
                    () -> reader(number),
                    decoder(),
                    config.topics().partitions(),
                    KafkaWholeTopic.MAX_BYTES),
                target(number),
                deadLetters,
                board.of(number),
                System::nanoTime,
                bounds));
  }

  private ChangeDecoder decoder() {
    return new ChangeDecoder(config.registry().codec(), keySchemas);
  }

  /** A consumer that belongs to no group. */
  private Consumer<byte[], byte[]> reader(int number) {
    Map<String, Object> properties = config.kafka().client();
    properties.put("client.id", "lockstep.sink." + flow.name() + "-" + number + "-whole");
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", false);
    properties.put("auto.offset.reset", "none");
    properties.put("default.api.timeout.ms", 15_000);
    properties.put("max.poll.records", KafkaWholeTopic.RECORDS_AT_ONCE);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Consumer<byte[], byte[]> consumer(int number) {
    SinkSettings settings = config.sink();
    int batchBytes = (int) Math.min(settings.maxBatchBytes(), Integer.MAX_VALUE);
    Map<String, Object> properties = config.kafka().client();
    properties.put("group.id", "lockstep.sink." + flow.name());
    properties.put("client.id", "lockstep.sink." + flow.name() + "-" + number);
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", false);
    properties.put("auto.offset.reset", "none");
    properties.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
    properties.put("max.poll.records", Math.min(KafkaLog.RECORDS_AT_ONCE, settings.maxBatchRows()));
    properties.put("fetch.max.bytes", batchBytes);
    properties.put("max.partition.fetch.bytes", batchBytes);
    properties.put("fetch.min.bytes", 1);
    properties.put("metadata.max.age.ms", 2_000);
    properties.put("session.timeout.ms", 6_000);
    properties.put("heartbeat.interval.ms", 1_000);
    // A barrier may read a whole table between two polls; the fence guards against zombies.
    properties.put("max.poll.interval.ms", 1_800_000);
    properties.put("default.api.timeout.ms", 15_000);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Target target(int number) {
    return Targets.of(
        config.target(flow),
        new TargetSettings(
            flow.name(),
            "pid " + ProcessHandle.current().pid() + " worker " + number,
            config.sink().progressSchema(),
            config.sink().createTables(),
            config.topics().partitions(),
            this::targetOf,
            keySchemas::of,
            rereads));
  }

  private TableName targetOf(String topic) {
    return ChangeTopic.parse(topic)
        .map(change -> flow.targetOf(change.table()))
        .orElseThrow(
            () ->
                new LockstepException(
                    LockstepException.Category.BUG,
                    "'" + topic + "' is no change topic",
                    "Report it with the log."));
  }

  private void clash(Statuses statuses, TableName table, List<TableName> sources) {
    for (TableName source : sources) {
      statuses.table(
          flow.name(),
          source.toString(),
          Status.of(
              ComponentState.REFUSED,
              "Source tables %s all arrive as %s.".formatted(sources, table),
              "Give them different names by flows.%s.tables.rename, or exclude all but one."
                  .formatted(flow.name())));
    }
  }

  @Override
  public void close() {
    workers.forEach(SinkWorker::stop);
    workers.forEach(SinkWorker::join);
    deadLetters.close();
    rereads.close();
  }
}
