package dev.lockstep.sink.harness;

import dev.lockstep.flow.Flow;
import dev.lockstep.flow.Secret;
import dev.lockstep.flow.ServerEndpoint;
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
import dev.lockstep.schema.event.ComponentKey;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.DeadLetter;
import dev.lockstep.schema.topic.TopicProvisioner;
import dev.lockstep.schema.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * A source endpoint of its own for one test, captured by this class: it writes change topics in
 * transactions, as producers do. Endpoint, flow and progress schema have the same unique name.
 */
public final class TestSource implements AutoCloseable {

  public static final int PARTITIONS = 4;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final String name =
      "test" + NUMBER.incrementAndGet() + "_" + ProcessHandle.current().pid();
  private final Admin admin = Admin.create(kafka().client());
  private final KafkaProducer<GenericRecord, GenericRecord> producer;

  private final RegistrySettings registry;

  private final TestTarget target;

  /** One whose rows are applied to a server of MariaDB. */
  public TestSource() {
    this(TestTarget.MARIADB);
  }

  public TestSource(TestTarget target) {
    this(target, registry());
  }

  /** With its schemas, and those of what is said of it, in another registry. */
  public TestSource(TestTarget target, RegistrySettings registry) {
    this.target = target;
    this.registry = registry;
    Map<String, Object> properties = kafka().client();
    properties.put("transactional.id", "capture." + name);
    properties.put("linger.ms", 5);
    properties.put("compression.type", "lz4");
    properties.put("max.request.size", 32 << 20);
    this.producer =
        new KafkaProducer<>(
            properties,
            Avro.generic(registry.codec(), true).serializer(),
            Avro.generic(registry.codec(), false).serializer());
    producer.initTransactions();
  }

  public String name() {
    return name;
  }

  public TestTable table(String table, int keyColumns, TestColumn... columns) {
    TestTable made = new TestTable(name, tableName(table), keyColumns, List.of(columns));
    TopicProvisioner.ensureChangeTopics(
        admin, List.of(made.changeTopic()), PARTITIONS, (short) 1, Duration.ofDays(1));
    return made;
  }

  /** The same topic with other columns: what a capture writes after DDL. */
  public TestTable altered(TestTable table, int keyColumns, TestColumn... columns) {
    return new TestTable(name, table.name(), keyColumns, List.of(columns));
  }

  private dev.lockstep.schema.topic.TableName tableName(String table) {
    return new dev.lockstep.schema.topic.TableName(name, table);
  }

  /** What is written in one Kafka transaction. */
  public final class Transaction {
    private final List<ProducerRecord<GenericRecord, GenericRecord>> records = new ArrayList<>();

    public Transaction put(TestTable table, Object... values) {
      return row("c", table, values);
    }

    public Transaction read(TestTable table, Object... values) {
      return row("r", table, values);
    }

    private Transaction row(String op, TestTable table, Object... values) {
      GenericRecord row = table.row(values);
      return add(table, table.keyOf(row), table.envelope(op, null, row, 1));
    }

    public Transaction delete(TestTable table, Object... values) {
      GenericRecord row = table.row(values);
      return add(table, table.keyOf(row), table.envelope("d", row, null, 1));
    }

    public Transaction barrier(TestTable table, String op, int epoch) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        records.add(
            new ProducerRecord<>(
                table.topic(), partition, null, table.envelope(op, null, null, epoch)));
      }
      return this;
    }

    private Transaction add(TestTable table, GenericRecord key, GenericRecord envelope) {
      records.add(
          new ProducerRecord<>(table.topic(), table.partition(key, PARTITIONS), key, envelope));
      return this;
    }

    public void commit() {
      producer.beginTransaction();
      records.forEach(producer::send);
      producer.commitTransaction();
    }
  }

  public Transaction transaction() {
    return new Transaction();
  }

  public LockstepConfig config() {
    return config(UnaryOperator.identity());
  }

  public LockstepConfig config(UnaryOperator<SinkSettings> sink) {
    return config(sink, target.endpoint());
  }

  public LockstepConfig config(UnaryOperator<SinkSettings> sink, ServerEndpoint target) {
    ServerEndpoint source =
        ServerEndpoint.mariadb(name, "source.invalid", 3306, "nobody", Secret.EMPTY);
    Flow flow =
        new Flow(
            name,
            name,
            target.name(),
            new TableSelection(List.of(TablePattern.parse("%.%")), List.of()),
            List.of(),
            List.of());
    SinkSettings settings =
        sink.apply(
            new SinkSettings(
                2,
                2000,
                8L << 20,
                Duration.ofMillis(50),
                Duration.ofSeconds(1),
                true,
                progressSchema()));
    return new LockstepConfig(
        kafka(),
        registry,
        new TopicSettings(PARTITIONS, (short) 1, Duration.ofDays(1)),
        Map.of(source.name(), source, target.name(), target),
        Map.of(flow.name(), flow),
        ProducersSettings.DEFAULT,
        StreamsSettings.DEFAULT,
        settings,
        AlertSettings.DEFAULT,
        ConsoleSettings.DEFAULT);
  }

  public String progressSchema() {
    return "progress_" + name;
  }

  /** Every dead letter of this flow. */
  public List<DeadLetter> deadLetters() {
    Deserializer<DeadLetter> reader =
        Avro.<DeadLetter>specific(registry.codec(), false).deserializer();
    return read(Topics.DEAD_LETTERS.name()).stream()
        .map(record -> reader.deserialize(record.topic(), record.value()))
        .filter(letter -> letter.getFlow().equals(name))
        .toList();
  }

  /** Lets the topic of dead letters, made if it is not there, take records up to a size. */
  public void limitDeadLetters(int bytes) throws Exception {
    TopicProvisioner.ensure(admin, List.of(Topics.DEAD_LETTERS), PARTITIONS, (short) 1);
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, Topics.DEAD_LETTERS.name()),
                List.of(
                    new AlterConfigOp(
                        new ConfigEntry("max.message.bytes", String.valueOf(bytes)),
                        AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  /** How often somebody asked that a table be read anew. */
  public int rereads() {
    return read(Topics.REREADS.name()).size();
  }

  /** Every status that the sink published of this flow, oldest first. */
  public List<ComponentStatus> statuses() {
    Deserializer<ComponentStatus> reader =
        Avro.<ComponentStatus>specific(registry.codec(), false).deserializer();
    return read(Topics.COMPONENT_STATUS.name()).stream()
        .map(record -> reader.deserialize(record.topic(), record.value()))
        .filter(status -> status.getSubject().equals(name))
        .toList();
  }

  /** Says what another process of the sink would say of a table. */
  public void sayOfTable(String table, ComponentState state) {
    ComponentStatus status =
        ComponentStatus.newBuilder()
            .setProgram("sink")
            .setSubject(name)
            .setTable(table)
            .setState(state)
            .setAt(Instant.now())
            .build();
    String topic = Topics.COMPONENT_STATUS.name();
    try (KafkaProducer<byte[], byte[]> other =
        new KafkaProducer<>(
            kafka().client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      other.send(
          new ProducerRecord<>(
              topic,
              Avro.specific(registry().codec(), true)
                  .serializer()
                  .serialize(topic, new ComponentKey("sink", name, table)),
              Avro.specific(registry().codec(), false).serializer().serialize(topic, status)));
    }
  }

  /** The newest status of the flow ({@code ""}) or one of its tables. */
  public ComponentStatus status(String table) {
    return statuses().stream()
        .filter(status -> status.getTable().equals(table))
        .reduce((older, newer) -> newer)
        .orElse(null);
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    Map<String, Object> properties = new HashMap<>(kafka().client());
    properties.put("isolation.level", "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            properties,
            new org.apache.kafka.common.serialization.ByteArrayDeserializer(),
            new org.apache.kafka.common.serialization.ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      if (!consumer.listTopics().containsKey(topic)) {
        return all;
      }
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(all::add);
      }
    }
    // Those of other tests may have their schemas in another registry.
    all.removeIf(record -> !isOurs(record.key()) && !isOurs(record.value()));
    return all;
  }

  private boolean isOurs(byte[] keyOrValue) {
    return keyOrValue != null && new String(keyOrValue, StandardCharsets.ISO_8859_1).contains(name);
  }

  public static KafkaSettings kafka() {
    return new KafkaSettings(TestServers.bootstrapServers(), Map.of());
  }

  public static RegistrySettings registry() {
    return new RegistrySettings("mock://sink", Map.of());
  }

  public Admin admin() {
    return admin;
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
    admin.close(Duration.ofSeconds(5));
  }
}
