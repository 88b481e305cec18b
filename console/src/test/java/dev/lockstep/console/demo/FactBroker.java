package dev.lockstep.console.demo;

import dev.lockstep.embedded.kafka.EmbeddedKafka;
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
import dev.lockstep.schema.event.ComponentKey;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.DeadLetter;
import dev.lockstep.schema.event.IdKey;
import dev.lockstep.schema.event.RowRef;
import dev.lockstep.schema.event.TableKey;
import dev.lockstep.schema.event.TableLag;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.topic.TopicProvisioner;
import dev.lockstep.schema.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A real broker with the catalogue's topics, and a producer that states facts in transactions. */
public final class FactBroker implements AutoCloseable {

  private static final int PARTITIONS = 4;

  private final EmbeddedKafka kafka;
  private final String registry = "mock://console-" + UUID.randomUUID();
  private KafkaProducer<SpecificRecord, SpecificRecord> producer;

  private FactBroker(EmbeddedKafka kafka) {
    this.kafka = kafka;
    producer = open();
  }

  private KafkaProducer<SpecificRecord, SpecificRecord> open() {
    Map<String, Object> config = client();
    config.put("transactional.id", "test.facts");
    config.put("linger.ms", 1);
    Map<String, Object> codec = Map.of("schema.registry.url", registry);
    KafkaProducer<SpecificRecord, SpecificRecord> opened =
        new KafkaProducer<>(
            config,
            Avro.<SpecificRecord>specific(codec, true).serializer(),
            Avro.<SpecificRecord>specific(codec, false).serializer());
    opened.initTransactions();
    return opened;
  }

  /** Goes on stating facts after the broker was away: the producer from before may be of no use. */
  public void startOver() {
    producer.close(Duration.ZERO);
    producer = open();
  }

  public static FactBroker start(Path directory) {
    return new FactBroker(EmbeddedKafka.start(directory, 0));
  }

  public void makeTopics() {
    try (Admin admin = Admin.create(client())) {
      TopicProvisioner.ensure(admin, Topics.all(), PARTITIONS, (short) 1);
    }
  }

  public LockstepConfig config() {
    return config("127.0.0.1", 0);
  }

  /** The same with the console at another place. */
  public LockstepConfig config(String bind, int port) {
    return new LockstepConfig(
        new KafkaSettings(kafka.bootstrapServers(), Map.of()),
        new RegistrySettings(registry, Map.of()),
        TopicSettings.DEFAULT,
        Map.of(),
        Map.of(Facts.FLOW, Facts.flow()),
        ProducersSettings.DEFAULT,
        StreamsSettings.DEFAULT,
        SinkSettings.DEFAULT,
        AlertSettings.DEFAULT,
        new ConsoleSettings(bind, port));
  }

  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  public int port() {
    return kafka.port();
  }

  /** States facts in one transaction. */
  public void say(SpecificRecord... facts) {
    producer.beginTransaction();
    for (SpecificRecord fact : facts) {
      producer.send(record(fact));
    }
    producer.commitTransaction();
  }

  /** States a fact of a kind that is not listed here. */
  public void say(String topic, SpecificRecord key, SpecificRecord fact) {
    producer.beginTransaction();
    producer.send(to(topic, key, fact));
    producer.commitTransaction();
  }

  /** States facts and takes them back before they were committed. */
  public void sayAndAbort(SpecificRecord... facts) {
    producer.beginTransaction();
    for (SpecificRecord fact : facts) {
      producer.send(record(fact));
    }
    producer.flush();
    producer.abortTransaction();
  }

  /** Says that a key of a topic is gone. */
  public void forget(String topic, SpecificRecord key) {
    producer.beginTransaction();
    producer.send(new ProducerRecord<>(topic, key, null));
    producer.commitTransaction();
  }

  private static ProducerRecord<SpecificRecord, SpecificRecord> record(SpecificRecord fact) {
    return switch (fact) {
      case TableStatus s ->
          to(Topics.TABLE_STATUS.name(), new TableKey(s.getFlow(), s.getTable()), s);
      case TableLag l -> to(Topics.LAG.name(), new TableKey(l.getFlow(), l.getTable()), l);
      case Verdict v ->
          to(Topics.VERDICTS.name(), new RowRef(v.getFlow(), v.getTable(), v.getKey()), v);
      case Alert a -> to(Topics.ALERTS_STATE.name(), new IdKey(a.getId()), a);
      case ComponentStatus c ->
          to(
              Topics.COMPONENT_STATUS.name(),
              new ComponentKey(c.getProgram(), c.getSubject(), c.getTable()),
              c);
      case DeadLetter d -> to(Topics.DEAD_LETTERS.name(), new IdKey(d.getId()), d);
      default -> throw new IllegalArgumentException(fact.getSchema().getFullName());
    };
  }

  private static ProducerRecord<SpecificRecord, SpecificRecord> to(
      String topic, SpecificRecord key, SpecificRecord value) {
    return new ProducerRecord<>(topic, key, value);
  }

  private Map<String, Object> client() {
    return new KafkaSettings(kafka.bootstrapServers(), Map.of()).client();
  }

  /** Ends the broker while a console still reads from it. */
  public void stopBroker() {
    kafka.close();
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
    kafka.close();
  }
}
