package dev.lockstep.sink;

import dev.lockstep.flow.RunningProgram;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.schema.status.StatusReporter;
import dev.lockstep.schema.topic.TopicProvisioner;
import dev.lockstep.schema.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/**
 * The sink: applies the source changes of every configured flow to its target exactly once.
 *
 * <p>Trouble with Kafka, a registry or a target is reported and tried again for ever, so starting
 * needs none of them but a configuration.
 */
public final class SinkService implements RunningProgram {

  private static final Duration TROUBLE_EVERY = Duration.ofSeconds(10);

  private final Admin admin;
  private final StatusReporter reporter;
  private final List<FlowSink> flows = new ArrayList<>();

  private SinkService(LockstepConfig config, Clock clock) {
    Map<String, Object> properties = new HashMap<>(config.kafka().client());
    properties.put("default.api.timeout.ms", 10_000);
    properties.put("request.timeout.ms", 5_000);
    this.admin = Admin.create(properties);
    this.reporter =
        StatusReporter.start(
            "sink",
            config.kafka().client(),
            config.registry().codec(),
            clock,
            () -> ensureTopics(config),
            TROUBLE_EVERY);
    Statuses statuses = new FlowStatuses(reporter);
    config
        .flows()
        .values()
        .forEach(flow -> flows.add(new FlowSink(config, flow, admin, statuses, clock)));
  }

  /** Starts the workers of every flow and returns at once. */
  public static SinkService start(LockstepConfig config, Clock clock) {
    SinkService service = new SinkService(config, clock);
    service.flows.forEach(FlowSink::start);
    return service;
  }

  private void ensureTopics(LockstepConfig config) {
    TopicProvisioner.ensure(
        admin,
        List.of(Topics.COMPONENT_STATUS, Topics.DEAD_LETTERS, Topics.REREADS),
        config.topics().partitions(),
        config.topics().replication());
  }

  @Override
  public String name() {
    return "sink";
  }

  /**
   * Workers start over by themselves whatever fails, but for the process itself; then it is told
   * first, and ended after that.
   */
  @Override
  public Optional<Throwable> failure() {
    return !reporter.isTold()
        ? Optional.empty()
        : flows.stream().map(FlowSink::failure).flatMap(Optional::stream).findFirst();
  }

  @Override
  public void close() {
    flows.forEach(FlowSink::close);
    reporter.close();
    admin.close(Duration.ofSeconds(5));
  }
}
