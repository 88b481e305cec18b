package dev.lockstep.sink.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.flow.Flow;
import dev.lockstep.flow.TablePattern;
import dev.lockstep.flow.TableSelection;
import dev.lockstep.flow.config.AlertSettings;
import dev.lockstep.flow.config.ConsoleSettings;
import dev.lockstep.flow.config.KafkaSettings;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.flow.config.ProducersSettings;
import dev.lockstep.flow.config.RegistrySettings;
import dev.lockstep.flow.config.SinkSettings;
import dev.lockstep.flow.config.StreamsSettings;
import dev.lockstep.flow.config.TopicSettings;
import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.event.Alert;
import dev.lockstep.schema.event.AlertState;
import dev.lockstep.schema.event.ComponentKey;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.RowRef;
import dev.lockstep.schema.event.TableKey;
import dev.lockstep.schema.event.VerdictKind;
import dev.lockstep.schema.kafka.TopicMap;
import dev.lockstep.schema.registry.EmbeddedRegistry;
import dev.lockstep.schema.topic.TopicSpec;
import dev.lockstep.schema.topic.Topics;
import dev.lockstep.testing.TestKafka;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The alerts program on a real broker and registry. The facts of each test name a table of their
 * own.
 */
class AlertServiceIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration NEVER = Duration.ofDays(1);

  @TempDir static Path data;
  private static TestKafka kafka;
  private static EmbeddedRegistry registry;
  private static LockstepConfig config;
  private static KafkaProducer<byte[], byte[]> producer;

  @BeforeAll
  static void start() {
    kafka = TestKafka.start(data);
    Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
    registry = EmbeddedRegistry.start(EmbeddedRegistry.Settings.local(client));
    config = config(Map.of("shop", SilenceWatchTest.shop(), "other", flow("other")));
    producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static LockstepConfig config(Map<String, Flow> flows) {
    return new LockstepConfig(
        new KafkaSettings(kafka.bootstrapServers(), Map.of()),
        new RegistrySettings(registry.url(), Map.of()),
        TopicSettings.DEFAULT,
        Map.of(),
        flows,
        ProducersSettings.DEFAULT,
        StreamsSettings.DEFAULT,
        SinkSettings.DEFAULT,
        AlertSettings.DEFAULT,
        ConsoleSettings.DEFAULT);
  }

  @AfterAll
  static void stop() {
    producer.close();
    registry.close();
    kafka.close();
  }

  @Test
  void anAlertOutlivesARestartAndResolvesOnce() {
    String table = "shop.restarted";
    try (AlertService service = service()) {
      tell(Facts.opened("a", VerdictKind.MISMATCHED, table, 1), 0);
      tell(Facts.opened("b", VerdictKind.MISMATCHED, table, 2), 1);
      await().atMost(SOON).untilAsserted(() -> assertThat(count(table)).isEqualTo(2));
      assertThat(service.failure()).isEmpty();
    }
    tell(Facts.closed("a", VerdictKind.MISMATCHED, table, 3), 0);
    tell(Facts.closed("b", VerdictKind.MISMATCHED, table, 4), 1);
    try (AlertService service = service()) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(alerts(Topics.ALERTS_CRITICAL, table))
                      .extracting(Alert::getState)
                      .containsExactly(AlertState.OPENED, AlertState.RESOLVED));
      assertThat(alerts(Topics.ALERTS_CRITICAL, table).stream().map(Alert::getId).distinct())
          .hasSize(1);
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void saysOfEachFlowThatItRunsAndThatItStopped() {
    try (AlertService service = service()) {
      await().atMost(SOON).until(() -> said("shop") == ComponentState.RUNNING);
      await().atMost(SOON).until(() -> said("other") == ComponentState.RUNNING);
      assertThat(service.failure()).isEmpty();
    }
    assertThat(said("shop")).isEqualTo(ComponentState.STOPPED);
  }

  /** What the program said last of a flow. */
  private static @Nullable ComponentState said(String flow) {
    Map<String, Object> codec = config.registry().codec();
    try (TopicMap<ComponentKey, ComponentStatus> statuses =
        new TopicMap<>(
            config.kafka().client(),
            new TopicPartition(Topics.COMPONENT_STATUS.name(), 0),
            Avro.<ComponentKey>specific(codec, true).deserializer(),
            Avro.<ComponentStatus>specific(codec, false).deserializer(),
            (record, why) -> {
              throw why;
            })) {
      statuses.readToEnd();
      ComponentStatus status = statuses.entries().get(new ComponentKey("alerts", flow, ""));
      return status == null ? null : status.getState();
    }
  }

  @Test
  void eachSeverityHasItsTopic() {
    try (AlertService service = service()) {
      tell(Facts.component("sink", "other", "", ComponentState.RETRYING, 1), 0);
      tell(Facts.component("sink", "other", "", ComponentState.RUNNING, 2), 0);
      tell(Facts.deadLetter("d", "shop.severities", 1), 0);

      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                assertThat(ofSink(Topics.ALERTS_WARNING)).hasSize(2);
                assertThat(ofSink(Topics.ALERTS_INFO)).hasSize(2);
                assertThat(alerts(Topics.ALERTS_CRITICAL, "shop.severities")).hasSize(1);
              });
      assertThat(service.failure()).isEmpty();
    }
  }

  /** The program speaks of that flow itself. */
  private static List<Alert> ofSink(TopicSpec topic) {
    return alerts(topic, "other").stream()
        .filter(alert -> alert.getTitle().startsWith("Applying"))
        .toList();
  }

  @Test
  void anAlertOfWhatIsNoLongerConfiguredResolves() {
    String table = "shop.left_out";
    LockstepConfig before = config(Map.of("shop", flowOfAll()));
    try (AlertService service = AlertService.start(before, Clock.systemUTC())) {
      tell(Facts.opened("l", VerdictKind.MISMATCHED, table, 1), 0);
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(alerts(Topics.ALERTS_CRITICAL, table)).hasSize(1));
      assertThat(service.failure()).isEmpty();
    }
    try (AlertService service = service()) {
      tell(Facts.opened("m", VerdictKind.EXTRA_ON_TARGET, table, 2), 0);
      tell(Facts.opened("n", VerdictKind.EXTRA_ON_TARGET, "shop.kept_in", 2), 0);
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(alerts(Topics.ALERTS_CRITICAL, "shop.kept_in")).hasSize(1));
      assertThat(alerts(Topics.ALERTS_CRITICAL, table))
          .extracting(Alert::getState)
          .containsExactly(AlertState.OPENED, AlertState.RESOLVED);
      assertThat(service.failure()).isEmpty();
    }
  }

  private static Flow flowOfAll() {
    return new Flow(
        "shop",
        "original",
        "copy",
        new TableSelection(List.of(TablePattern.parse("shop.%")), List.of()),
        List.of(),
        List.of());
  }

  @Test
  void twoInstancesTakeTurnsAndTellEachAlertOnce() {
    String table = "shop.fenced";
    try (AlertService first = service()) {
      tell(Facts.opened("f1", VerdictKind.EXTRA_ON_TARGET, table, 1), 0);
      await().atMost(SOON).untilAsserted(() -> assertThat(count(table)).isEqualTo(1));
      try (AlertService second = service()) {
        tell(Facts.opened("f2", VerdictKind.EXTRA_ON_TARGET, table, 2), 1);
        await().atMost(SOON).untilAsserted(() -> assertThat(count(table)).isEqualTo(2));
        assertThat(second.failure()).isEmpty();
      }
      // The first was fenced and goes on by itself when the other is gone.
      tell(Facts.opened("f3", VerdictKind.EXTRA_ON_TARGET, table, 3), 0);
      await().atMost(SOON).untilAsserted(() -> assertThat(count(table)).isEqualTo(3));
      assertThat(first.failure()).isEmpty();
      assertThat(alerts(Topics.ALERTS_CRITICAL, table)).hasSize(1);
    }
  }

  @Test
  void goesOnAtOnceWhenItWasFencedAndNobodyTookOver() throws Exception {
    String table = "shop.suspended";
    try (AlertService service =
            AlertService.start(config, Clock.systemUTC(), System::nanoTime, NEVER);
        Admin admin = Admin.create(config.kafka().client())) {
      tell(Facts.opened("s1", VerdictKind.EXTRA_ON_TARGET, table, 1), 0);
      await().atMost(SOON).untilAsserted(() -> assertThat(count(table)).isEqualTo(1));
      admin.fenceProducers(List.of(KafkaAlertLog.TRANSACTIONAL_ID)).all().get();
      tell(Facts.opened("s2", VerdictKind.EXTRA_ON_TARGET, table, 2), 1);
      await().atMost(SOON).untilAsserted(() -> assertThat(count(table)).isEqualTo(2));
      assertThat(service.failure()).isEmpty();
      assertThat(alerts(Topics.ALERTS_CRITICAL, table)).hasSize(1);
    }
  }

  @Test
  void aRecordThatCannotBeReadIsAnAlertAndNotTheEnd() {
    producer.send(new ProducerRecord<>(Topics.LAG.name(), 0, null, "no avro".getBytes()));
    tell(Facts.opened("u", VerdictKind.MISSING_ON_TARGET, "shop.unreadable", 1), 0);
    try (AlertService service = service()) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                assertThat(alerts(Topics.ALERTS_CRITICAL, Topics.LAG.name())).hasSize(1);
                assertThat(alerts(Topics.ALERTS_CRITICAL, "shop.unreadable")).hasSize(1);
              });
      assertThat(service.failure()).isEmpty();
    }
  }

  @Test
  void silenceIsAnAlertThatEndsWithTheFirstWord() {
    int second = 0;
    try (AlertService service =
        AlertService.start(config, new HastyClock(), AlertServiceIT::hastyNanos, PAUSE)) {
      tell(new Fact.OfTable(Facts.status("shop.silent", second++).build()), 0);
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(silences()).containsExactly(AlertState.OPENED));

      tell(new Fact.OfTable(Facts.status("shop.silent", second).build()), 0);

      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(silences()).startsWith(AlertState.OPENED, AlertState.RESOLVED));
      assertThat(service.failure()).isEmpty();
    }
  }

  private static List<AlertState> silences() {
    return alerts(Topics.ALERTS_CRITICAL, "shop").stream()
        .filter(alert -> alert.getCode().equals("silence"))
        .map(Alert::getState)
        .toList();
  }

  private static long hastyNanos() {
    return System.nanoTime() * 20;
  }

  /** A minute in three seconds. */
  private static final class HastyClock extends Clock {
    private final Instant start = Instant.now();

    @Override
    public Instant instant() {
      return start.plus(Duration.between(start, Instant.now()).multipliedBy(20));
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("Nobody asks for one");
    }
  }

  private static Flow flow(String name) {
    return new Flow(
        name,
        name + "_source",
        name + "_target",
        SilenceWatchTest.shop().tables(),
        List.of(),
        List.of());
  }

  private static AlertService service() {
    return AlertService.start(config, Clock.systemUTC(), System::nanoTime, PAUSE);
  }

  private static void tell(Fact fact, int partition) {
    switch (fact) {
      case Fact.OfRow row ->
          send(
              Topics.VERDICTS,
              partition,
              new RowRef("shop", row.verdict().getTable(), row.verdict().getKey()),
              row.verdict());
      case Fact.OfComponent component ->
          send(
              Topics.COMPONENT_STATUS,
              partition,
              new ComponentKey("sink", component.status().getSubject(), ""),
              component.status());
      case Fact.OfDeadLetter letter ->
          send(
              Topics.DEAD_LETTERS,
              partition,
              new dev.lockstep.schema.event.IdKey(letter.letter().getId()),
              letter.letter());
      case Fact.OfTable table ->
          send(
              Topics.TABLE_STATUS,
              partition,
              new TableKey(table.status().getFlow(), table.status().getTable()),
              table.status());
      default -> throw new IllegalArgumentException(fact.toString());
    }
  }

  private static void send(
      TopicSpec topic, int partition, SpecificRecord key, SpecificRecord value) {
    Map<String, Object> codec = config.registry().codec();
    producer.send(
        new ProducerRecord<>(
            topic.name(),
            partition,
            Avro.specific(codec, true).serializer().serialize(topic.name(), key),
            Avro.specific(codec, false).serializer().serialize(topic.name(), value)));
    producer.flush();
  }

  /** Of the newest open alert about the subject. */
  private static long count(String subject) {
    List<Alert> states = alerts(Topics.ALERTS_STATE, subject);
    return states.isEmpty() ? 0 : states.getLast().getCount();
  }

  private static List<Alert> alerts(TopicSpec topic, String subject) {
    Map<String, Object> client = new HashMap<>(config.kafka().client());
    client.put("isolation.level", "read_committed");
    var alerts = Avro.<Alert>specific(config.registry().codec(), false).deserializer();
    TopicPartition partition = new TopicPartition(topic.name(), 0);
    try (var consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      List<Alert> read = new ArrayList<>();
      while (consumer.position(partition) < end) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(record -> read.add(alerts.deserialize(topic.name(), record.value())));
      }
      return read.stream().filter(alert -> alert.getSubject().equals(subject)).toList();
    }
  }
}
