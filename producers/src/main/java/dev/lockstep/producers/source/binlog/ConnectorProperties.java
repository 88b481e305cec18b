package dev.lockstep.producers.source.binlog;

import dev.lockstep.engine.table.TableFacts;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.flow.config.ProducersSettings;
import dev.lockstep.producers.source.SourceSetting;
import dev.lockstep.producers.source.connect.BitConverter;
import dev.lockstep.producers.source.connect.RealConverter;
import dev.lockstep.producers.source.connect.TextConverter;
import dev.lockstep.schema.topic.TableName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/** What the connector is told. */
public final class ConnectorProperties {

  private static final String KAFKA_HISTORY =
      "io.debezium.storage.kafka.history.KafkaSchemaHistory";

  /** The server sends a heartbeat after four fifths of this without an event. */
  private static final Duration KEEP_ALIVE = Duration.ofMillis(1250);

  private static final Duration HEARTBEAT = Duration.ofMillis(400);
  private static final String MAX_QUEUE_SIZE = "max.queue.size";
  private static final int QUEUED_BATCHES = 4;
  private static final long FIRST_DERIVED_SERVER_ID = 1_000_000_000L;
  private static final long DERIVED_SERVER_IDS = 3_000_000_000L;

  private ConnectorProperties() {}

  /** Records that the connector holds at most before they are polled. */
  static int mostQueued(Map<String, String> properties) {
    return Integer.parseInt(properties.getOrDefault(MAX_QUEUE_SIZE, "8192"));
  }

  /**
   * @param tables those that exist
   * @param refused those of them that cannot be captured
   */
  static Map<String, String> of(
      SourceSetting<ServerEndpoint> setting,
      Collection<TableFacts> tables,
      Set<TableName> refused) {
    Map<String, String> p = new HashMap<>();
    connection(setting.endpoint(), setting.installation(), p);
    p.put("table.include.list", setting.scope().includeRegex(hidden(tables, refused)));
    reading(setting.endpoint(), setting.settings(), p);
    history(setting.kafka(), setting.historyTopic(), p);
    return p;
  }

  /** Names a converter of columns, beside those that all engines have. */
  public static void addConverter(Map<String, String> p, String name, Class<?> type) {
    p.merge("converters", name, (others, one) -> others + "," + one);
    p.put(name + ".type", type.getName());
  }

  /** Words for a session of the driver's; what the user of the endpoint says comes last. */
  public static void addSessionVariables(Map<String, String> p, String variables) {
    p.merge("driver.sessionVariables", variables, (given, ours) -> ours + "," + given);
  }

  /** The connector matches names without regard to capitals: a twin would hide the other one. */
  private static Set<TableName> hidden(Collection<TableFacts> tables, Set<TableName> refused) {
    Set<String> shown =
        tables.stream()
            .map(TableFacts::name)
            .filter(table -> !refused.contains(table))
            .map(table -> table.toString().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return refused.stream()
        .filter(table -> !shown.contains(table.toString().toLowerCase(Locale.ROOT)))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static void connection(ServerEndpoint endpoint, String identity, Map<String, String> p) {
    endpoint.properties().forEach((key, value) -> p.put("driver." + key, value));
    p.put("database.query.timeout.ms", "0");
    p.put("name", endpoint.name());
    p.put("task.id", "0");
    p.put("topic.prefix", endpoint.name());
    p.put("database.hostname", endpoint.host());
    p.put("database.port", String.valueOf(endpoint.port()));
    p.put("database.user", endpoint.username());
    p.put("database.password", endpoint.password().reveal());
    p.put("database.server.id", String.valueOf(serverId(endpoint, identity)));
    // A lost connection ends the run and the capture starts another from its own position. The log
    // client's own reconnect would repeat a transaction that was read in part.
    p.put("connect.keep.alive", "false");
    p.put("connect.keep.alive.interval.ms", String.valueOf(KEEP_ALIVE.toMillis()));
    p.put("connect.timeout.ms", "10000");
    p.put("use.nongraceful.disconnect", "true");
    p.put("errors.max.retries", "0");
  }

  static long serverId(ServerEndpoint endpoint, String identity) {
    if (endpoint.serverId().isPresent()) {
      return endpoint.serverId().getAsLong();
    }
    CRC32 crc = new CRC32();
    crc.update((identity + "/" + endpoint.name()).getBytes(StandardCharsets.UTF_8));
    return FIRST_DERIVED_SERVER_ID + crc.getValue() % DERIVED_SERVER_IDS;
  }

  private static void reading(
      ServerEndpoint endpoint, ProducersSettings settings, Map<String, String> p) {
    p.put("include.schema.changes", "true");
    p.put("provide.transaction.metadata", "true");
    p.put(
        "topic.transaction",
        ConnectorTopics.transactions(endpoint.name()).substring(endpoint.name().length() + 1));
    p.put("topic.heartbeat.prefix", ConnectorTopics.HEARTBEAT_PREFIX);
    p.put("notification.enabled.channels", "sink");
    p.put("notification.sink.topic.name", ConnectorTopics.notifications(endpoint.name()));
    p.put("heartbeat.interval.ms", String.valueOf(HEARTBEAT.toMillis()));
    p.put("skipped.operations", "none");
    p.put("tombstones.on.delete", "false");
    // Definitions only: rows are read beside the log.
    p.put("snapshot.mode", "no_data");
    p.put("poll.interval.ms", String.valueOf(Math.max(1, settings.pollInterval().toMillis())));
    p.put("max.batch.size", String.valueOf(settings.maxBatchRows()));
    p.put(MAX_QUEUE_SIZE, String.valueOf(settings.maxBatchRows() * QUEUED_BATCHES));
    p.put("max.queue.size.in.bytes", String.valueOf(64L << 20));
    // Values arrive as they are stored, or not at all.
    p.put("decimal.handling.mode", "precise");
    p.put("bigint.unsigned.handling.mode", "precise");
    p.put("time.precision.mode", "adaptive_time_microseconds");
    p.put("binary.handling.mode", "bytes");
    p.put("enable.time.adjuster", "false");
    p.put("event.processing.failure.handling.mode", "fail");
    p.put("event.converting.failure.handling.mode", "fail");
    p.put("inconsistent.schema.handling.mode", "fail");
    p.put("column.propagate.source.type", ".*");
    addConverter(p, "real", RealConverter.class);
    addConverter(p, "bit", BitConverter.class);
    addConverter(p, "text", TextConverter.class);
  }

  private static void history(
      Map<String, Object> kafka, String historyTopic, Map<String, String> p) {
    p.put("schema.history.internal", KAFKA_HISTORY);
    p.put("schema.history.internal.kafka.topic", historyTopic);
    p.put(
        "schema.history.internal.kafka.bootstrap.servers",
        String.valueOf(kafka.get("bootstrap.servers")));
    p.put("schema.history.internal.store.only.captured.tables.ddl", "true");
    kafka.forEach(
        (key, value) -> {
          if (!key.equals("bootstrap.servers")) {
            p.put("schema.history.internal.producer." + key, String.valueOf(value));
            p.put("schema.history.internal.consumer." + key, String.valueOf(value));
          }
        });
  }
}
