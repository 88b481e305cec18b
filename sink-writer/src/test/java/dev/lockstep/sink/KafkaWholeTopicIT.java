package dev.lockstep.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schema.codec.RegistryClient;
import dev.lockstep.sink.apply.Change;
import dev.lockstep.sink.harness.TestColumn;
import dev.lockstep.sink.harness.TestSource;
import dev.lockstep.sink.harness.TestTable;
import dev.lockstep.sink.position.SourcePartition;
import dev.lockstep.sink.position.Taken;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reading a whole topic up to one position, in whatever order Kafka hands its partitions over. */
class KafkaWholeTopicIT {

  private static final long MAX_BYTES = 1 << 20;
  private static final int BEHIND = 1;
  private static final int AHEAD = 2;

  private final TestSource source = new TestSource();
  private final TestTable table =
      source.table("t", 1, TestColumn.integer("id"), TestColumn.text("note", 40));

  @AfterEach
  void close() {
    source.close();
  }

  /** More changes of one row than may be kept, and all but the newest are of no use. */
  @Test
  void aPartitionThatIsFarBehindAnotherIsReadInBoundedMemory() throws Exception {
    int slow = idIn(BEHIND);
    source.transaction().put(table, slow, "applied").commit();
    for (int change = 0; change < 100; change++) {
      source.transaction().put(table, slow, change + "x".repeat(50_000)).commit();
    }
    source.transaction().put(table, idIn(AHEAD), "applied").commit();

    Map<SourcePartition, List<Change>> read =
        topic().upToOneSerial(appliedUpTo(Map.of(BEHIND, 0L, AHEAD, 0L)), 1);

    assertThat(sizes(read)).isEqualTo(Map.of(0, 0, BEHIND, 1, AHEAD, 0, 3, 0));
  }

  /** More than needed is read while there is room for it, and is no reason to read nothing. */
  @Test
  void largeRowsThatNeedNotBeReadStopNothing() throws Exception {
    int id = idIn(BEHIND);
    source.transaction().put(table, id, "applied").commit();
    source.transaction().put(table, id, "wanted").commit();
    source.transaction().put(table, idIn(AHEAD), "applied").commit();
    for (int more = 0; more < 200; more++) {
      source.transaction().put(table, ++id, more + "x".repeat(50_000)).commit();
    }

    Map<SourcePartition, List<Change>> read =
        topic().upToOneSerial(appliedUpTo(Map.of(BEHIND, 0L, AHEAD, 0L)), 1);

    assertThat(sizes(read)).isEqualTo(Map.of(0, 0, BEHIND, 1, AHEAD, 0, 3, 0));
  }

  private KafkaWholeTopic topic() {
    return new KafkaWholeTopic(
        source.admin(),
        LowestFirst::new,
        new ChangeDecoder(
            TestSource.registry().codec(),
            new KeySchemas(RegistryClient.of(TestSource.registry().codec()))),
        TestSource.PARTITIONS,
        MAX_BYTES);
  }

  private int idIn(int partition) {
    int id = 1;
    while (table.partition(table.key(id), TestSource.PARTITIONS) != partition) {
      id++;
    }
    return id;
  }

  private Map<SourcePartition, Taken> appliedUpTo(Map<Integer, Long> offsets) {
    Map<SourcePartition, Taken> progress = new HashMap<>();
    topic()
        .siblings(new SourcePartition(table.topic(), "id", 0))
        .forEach(
            partition -> {
              long offset = offsets.getOrDefault(partition.partition(), Taken.NOTHING);
              progress.put(partition, new Taken(1, offset, offset, false));
            });
    return progress;
  }

  private static Map<Integer, Integer> sizes(Map<SourcePartition, List<Change>> changes) {
    Map<Integer, Integer> sizes = new TreeMap<>();
    changes.forEach((partition, list) -> sizes.put(partition.partition(), list.size()));
    return sizes;
  }

  /** Hands over all of one partition before it comes to the next: as Kafka may. */
  private static final class LowestFirst extends KafkaConsumer<byte[], byte[]> {

    LowestFirst() {
      super(properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Map<String, Object> properties() {
      Map<String, Object> properties = TestSource.kafka().client();
      properties.put("isolation.level", "read_committed");
      properties.put("enable.auto.commit", false);
      properties.put("auto.offset.reset", "none");
      properties.put("max.poll.records", KafkaWholeTopic.RECORDS_AT_ONCE);
      return properties;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      TreeSet<TopicPartition> others =
          new TreeSet<>((a, b) -> Integer.compare(a.partition(), b.partition()));
      others.addAll(assignment());
      others.removeAll(Set.copyOf(paused()));
      others.pollFirst();
      pause(others);
      try {
        return super.poll(timeout);
      } finally {
        resume(others);
      }
    }
  }
}
