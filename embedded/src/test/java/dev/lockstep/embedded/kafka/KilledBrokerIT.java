package dev.lockstep.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: no transaction stays undecided after the broker was killed: what a producer reads back
 * after {@code initTransactions} is all there will ever be of its past. Method: many producers
 * commit as fast as they can in a process that is killed, so that some are always between the
 * decision and its last marker; then the broker starts again in this process.
 */
class KilledBrokerIT {

  private static final int PRODUCERS = 12;
  private static final int TOPICS = 6;
  private static final int PARTITIONS = 4;

  @TempDir Path dir;

  @RepeatedTest(3)
  void leavesNoTransactionUndecided() throws Exception {
    killAmidstCommits();

    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir, 0);
        Admin admin = Admin.create(client(kafka.bootstrapServers()))) {
      for (int id = 0; id < PRODUCERS; id++) {
        try (KafkaProducer<byte[], byte[]> producer = producer(kafka.bootstrapServers(), id)) {
          producer.initTransactions();
        }
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(
              () ->
                  assertThat(ends(admin, IsolationLevel.READ_COMMITTED))
                      .isEqualTo(ends(admin, IsolationLevel.READ_UNCOMMITTED)));
      assertThat(ends(admin, IsolationLevel.READ_COMMITTED).values()).anyMatch(end -> end > 0);
    }
  }

  private void killAmidstCommits() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    File output = dir.resolve("output").toFile();
    Process process =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                Load.class.getName(),
                dir.toString())
            .redirectErrorStream(true)
            .redirectOutput(output)
            .start();
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s", output).isEqualTo(Load.KILLED);
  }

  private static Map<TopicPartition, Long> ends(Admin admin, IsolationLevel level)
      throws Exception {
    Map<TopicPartition, OffsetSpec> asked =
        IntStream.range(0, TOPICS * PARTITIONS)
            .mapToObj(i -> new TopicPartition("t" + i / PARTITIONS, i % PARTITIONS))
            .collect(Collectors.toMap(Function.identity(), it -> OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    admin
        .listOffsets(asked, new ListOffsetsOptions(level))
        .all()
        .get()
        .forEach((partition, found) -> ends.put(partition, found.offset()));
    return ends;
  }

  private static KafkaProducer<byte[], byte[]> producer(String servers, int id) {
    Map<String, Object> settings = new HashMap<>(client(servers));
    settings.put("transactional.id", "producer-" + id);
    settings.put("max.in.flight.requests.per.connection", 1);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static Map<String, Object> client(String servers) {
    return Map.of("bootstrap.servers", servers);
  }

  /** Runs in the process that is killed. */
  static final class Load {

    static final int KILLED = 77;

    private Load() {}

    public static void main(String[] args) throws Exception {
      EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(args[0]), 0);
      String servers = kafka.bootstrapServers();
      try (Admin admin = Admin.create(client(servers))) {
        List<NewTopic> topics =
            IntStream.range(0, TOPICS)
                .mapToObj(i -> new NewTopic("t" + i, PARTITIONS, (short) 1))
                .toList();
        if (admin.listTopics().names().get().isEmpty()) {
          admin.createTopics(topics).all().get();
        }
      }
      for (int id = 0; id < PRODUCERS; id++) {
        KafkaProducer<byte[], byte[]> producer = producer(servers, id);
        Thread.ofPlatform().daemon().start(() -> commitForEver(producer));
      }
      Thread.sleep(Duration.ofSeconds(4).plusMillis(ThreadLocalRandom.current().nextInt(100)));
      Runtime.getRuntime().halt(KILLED);
    }

    private static void commitForEver(KafkaProducer<byte[], byte[]> producer) {
      producer.initTransactions();
      while (true) {
        producer.beginTransaction();
        for (int i = 0; i < TOPICS; i++) {
          int partition = ThreadLocalRandom.current().nextInt(PARTITIONS);
          producer.send(new ProducerRecord<>("t" + i, partition, null, new byte[100]));
        }
        producer.commitTransaction();
      }
    }
  }
}
