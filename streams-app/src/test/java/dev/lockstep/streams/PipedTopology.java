package dev.lockstep.streams;

import dev.lockstep.flow.Flow;
import dev.lockstep.flow.TablePattern;
import dev.lockstep.flow.TableSelection;
import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.event.ChangeSource;
import dev.lockstep.schema.event.EndpointKey;
import dev.lockstep.schema.event.Marker;
import dev.lockstep.schema.event.MarkerKind;
import dev.lockstep.schema.event.SourceReach;
import dev.lockstep.schema.event.TopicReach;
import dev.lockstep.schema.topic.Topics;
import dev.lockstep.streams.ChangeBytes.Row;
import dev.lockstep.streams.join.ExpiredRecords;
import dev.lockstep.streams.join.JudgeSettings;
import dev.lockstep.streams.join.TopicIds;
import dev.lockstep.streams.verdict.RecordFetcher;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/** The topology on Kafka's test driver, with two endpoints {@code shop} and {@code copy}. */
final class PipedTopology implements AutoCloseable {

  static final String SOURCE = "shop";
  static final String TARGET = "copy";

  final Map<String, Object> registry;
  private final ChangeBytes bytes;
  private final TopologyTestDriver driver;
  private final Map<String, Long> serials = new HashMap<>();
  private final Map<String, Long> newestSerial = new HashMap<>();
  private final Map<String, RecordFetcher.Fetched> kept = new HashMap<>();
  private final AtomicInteger fetches = new AtomicInteger();
  private long offset;

  /** The broker's clock. */
  private long nowMicros = 1_700_000_000_000_000L;

  private long nanos = -5;
  private final Map<String, List<String>> refused = new HashMap<>();
  private Duration captureIsAhead = Duration.ZERO;
  private Duration topologyIsAhead = Duration.ZERO;
  private int position;
  private Long behindMillis;

  PipedTopology(Path stateDirectory, String scope, int detailsPerMinute) {
    this(stateDirectory, scope, detailsPerMinute, Map.of());
  }

  /**
   * @param expired what the topics no longer held when the topology started
   */
  PipedTopology(
      Path stateDirectory,
      String scope,
      int detailsPerMinute,
      Map<String, ExpiredRecords.Range> expired) {
    registry = Map.of("schema.registry.url", "mock://" + scope);
    bytes = new ChangeBytes(registry);
    Flow flow =
        new Flow(
            "move",
            SOURCE,
            TARGET,
            new TableSelection(List.of(TablePattern.parse("%.%")), List.of()),
            List.of(),
            List.of());
    JudgeSettings settings =
        new JudgeSettings(
            List.of(flow),
            1,
            registry,
            new FixedIds(),
            partition -> expired,
            () -> new KeptRecords(kept, fetches),
            () -> nowMicros + topologyIsAhead.toNanos() / 1000,
            () -> nanos,
            Duration.ofSeconds(1),
            detailsPerMinute,
            100);
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    driver =
        new TopologyTestDriver(
            VerificationTopology.of(settings), properties, Instant.ofEpochMilli(nowMicros / 1000));
  }

  /** Every topic is the one it was, but for progress that says it is of an older one. */
  private static final class FixedIds implements TopicIds {
    @Override
    public boolean isCurrent(String topic, String topicId) {
      return !topicId.equals("old");
    }

    @Override
    public String current(String topic) {
      return "now";
    }
  }

  /** Records that Kafka still holds. */
  private record KeptRecords(Map<String, Fetched> kept, AtomicInteger fetches)
      implements RecordFetcher {
    @Override
    public Optional<Fetched> fetch(String topic, int partition, long offset) {
      fetches.incrementAndGet();
      return Optional.ofNullable(kept.get(topic + "@" + offset));
    }

    @Override
    public void close() {}
  }

  static String topic(String endpoint, String table) {
    return endpoint + ".db." + table;
  }

  /** Publishes a change and returns its offset. */
  long change(String endpoint, String table, String op, Row before, Row after) {
    String topic = topic(endpoint, table);
    ChangeSource source = source(endpoint, table);
    return bytes(
        topic,
        bytes.key(topic, before, after),
        bytes.value(topic, op, before, after, source, captureMicros()));
  }

  void addColumn(String endpoint, String table, String column) {
    bytes.addColumn(topic(endpoint, table), column);
  }

  void nameIs(String endpoint, String table, String kind) {
    bytes.nameIs(topic(endpoint, table), kind);
  }

  void keyByBoth(String endpoint, String table) {
    bytes.keyByBoth(topic(endpoint, table));
  }

  byte[] keyOf(String endpoint, String table, int id) {
    return bytes.key(topic(endpoint, table), null, new Row(id, ""));
  }

  long barrier(String endpoint, String table, String op) {
    return change(endpoint, table, op, null, null);
  }

  /** The test driver counts offsets for the one pattern, so they have gaps within a topic. */
  long bytes(String topic, byte[] key, byte[] value) {
    TestInputTopic<byte[], byte[]> input =
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    kept.put(topic + "@" + offset, new RecordFetcher.Fetched(key, value));
    input.pipeInput(key, value, Instant.ofEpochMilli(nowMicros / 1000));
    return offset++;
  }

  void forget(String endpoint, String table, long at) {
    kept.remove(topic(endpoint, table) + "@" + at);
  }

  void forgetAll() {
    kept.clear();
  }

  /** How often a record was asked back from Kafka. */
  int fetches() {
    return fetches.get();
  }

  long serialOf(String endpoint, String table) {
    return newestSerial.get(topic(endpoint, table));
  }

  /** Serials of the endpoint's next record begin again from here. */
  void serial(String endpoint, long last) {
    serials.put(endpoint, last);
  }

  void marker(MarkerKind kind, List<String> moved, Map<String, Long> applied) {
    List<TopicReach> reach = new ArrayList<>();
    moved.forEach(
        table -> reach.add(new TopicReach(topic(TARGET, table), serialOf(TARGET, table))));
    List<SourceReach> progress = new ArrayList<>();
    applied.forEach(
        (table, at) ->
            progress.add(new SourceReach("move", topic(SOURCE, table), "now", at, now())));
    marker(TARGET, kind, reach, progress);
  }

  void marker(
      String endpoint, MarkerKind kind, List<TopicReach> reach, List<SourceReach> progress) {
    markerBytes(markerOf(endpoint, kind, reach, progress));
  }

  /** A heartbeat of now, to be read later. */
  byte[] lateMarker(String endpoint) {
    return markerOf(endpoint, MarkerKind.HEARTBEAT, List.of(), List.of());
  }

  private byte[] markerOf(
      String endpoint, MarkerKind kind, List<TopicReach> reach, List<SourceReach> progress) {
    Marker marker =
        Marker.newBuilder()
            .setEndpoint(endpoint)
            .setKind(kind)
            .setSerial(serials.merge(endpoint, 1L, Long::sum))
            .setEpoch(1)
            .setPosition("binlog:" + position++)
            .setCommittedAt(now().truncatedTo(ChronoUnit.SECONDS))
            .setCommitPrecisionMillis(1000)
            .setCapturedAt(now().plus(captureIsAhead))
            .setTarget(reach)
            .setProgress(progress)
            .setBehindMillis(behindMillis)
            .setRefused(refused.getOrDefault(endpoint, List.of()))
            .build();
    return Avro.<Marker>specific(registry, false)
        .serializer()
        .serialize(Topics.MARKERS.name(), marker);
  }

  /** The source's capture says that it has read all there is, or how far it is behind. */
  void sourceMarker(Long behind, String... moved) {
    idleMarker(SOURCE, behind, moved);
  }

  /** A capture says how far behind the end of its log it is. */
  void idleMarker(String endpoint, Long behind, String... moved) {
    List<TopicReach> reach = new ArrayList<>();
    for (String table : moved) {
      reach.add(new TopicReach(topic(endpoint, table), serialOf(endpoint, table)));
    }
    behindMillis = behind;
    marker(endpoint, MarkerKind.HEARTBEAT, reach, List.of());
    behindMillis = null;
  }

  void markerBytes(byte[] value) {
    offset++;
    TestInputTopic<byte[], byte[]> input =
        driver.createInputTopic(
            Topics.MARKERS.name(), new ByteArraySerializer(), new ByteArraySerializer());
    byte[] key =
        Avro.<EndpointKey>specific(registry, true)
            .serializer()
            .serialize(Topics.MARKERS.name(), new EndpointKey(TARGET));
    input.pipeInput(key, value, Instant.ofEpochMilli(nowMicros / 1000));
  }

  void pass(Duration time) {
    nowMicros += time.toNanos() / 1000;
    nanos += time.toNanos();
    driver.advanceWallClockTime(time);
  }

  /** The endpoint's capture tells nothing of a table from here on. */
  void refuse(String endpoint, String table) {
    refused.put(endpoint, List.of("db." + table));
  }

  void takeUp(String endpoint) {
    refused.remove(endpoint);
  }

  /** Nothing was read for so long, which passes at once. */
  void isLater(Duration time) {
    nowMicros += time.toNanos() / 1000;
  }

  /** The clock of the program that captures, against the broker's. */
  void captureIsAhead(Duration by) {
    captureIsAhead = by;
  }

  /** The clock of the topology's machine, against the broker's. */
  void topologyIsAhead(Duration by) {
    topologyIsAhead = by;
  }

  private long captureMicros() {
    return nowMicros + captureIsAhead.toNanos() / 1000;
  }

  Instant now() {
    return Instant.EPOCH.plus(nowMicros, ChronoUnit.MICROS);
  }

  <V extends SpecificRecord> List<V> read(String topic) {
    return driver
        .createOutputTopic(
            topic,
            Avro.<SpecificRecord>specific(registry, true).deserializer(),
            Avro.<V>specific(registry, false).deserializer())
        .readValuesToList();
  }

  @Override
  public void close() {
    driver.close();
  }

  private ChangeSource source(String endpoint, String table) {
    long serial = serials.merge(endpoint, 1L, Long::sum);
    newestSerial.put(topic(endpoint, table), serial);
    return new ChangeSource(
        "mariadb",
        endpoint,
        captureMicros() / 1_000_000 * 1000,
        false,
        "db",
        table,
        null,
        null,
        0L,
        serial,
        1);
  }
}
