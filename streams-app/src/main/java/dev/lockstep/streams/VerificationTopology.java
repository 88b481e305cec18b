package dev.lockstep.streams;

import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.event.PartitionKey;
import dev.lockstep.schema.event.PartitionStatus;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.topic.TopicSpec;
import dev.lockstep.schema.topic.Topics;
import dev.lockstep.streams.join.JudgeProcessor;
import dev.lockstep.streams.join.JudgeSettings;
import dev.lockstep.streams.join.JudgeWiring;
import dev.lockstep.streams.store.WriteBehindStoreBuilder;
import dev.lockstep.streams.table.TableProcessor;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The topology, as the diagram draws it.
 *
 * <pre>
 *  change topics of both sides ─┐                ┌─▶ verdicts
 *  (as many partitions as all)  ├─▶ judge (p) ───┼─▶ dead letters
 *  markers ─────────────────────┘                └─▶ partition status ─┐
 *                                                                      │ by table
 *                       table status ◀─┬── tables ◀────────────────────┘
 *                                lag ◀─┘
 * </pre>
 *
 * <p>One partition count for all inputs keeps the tasks what they are when a table joins: task p
 * judges partition p of every table.
 */
public final class VerificationTopology {

  private static final String INPUTS = "inputs";
  private static final String JUDGE = "judge";
  private static final String STATUSES = "partition-statuses";
  private static final String TABLES = "table-processor";
  private static final String TABLE_STORE = "tables";
  private static final String TO_TABLE_STATUS = "to-table-status";
  private static final String TO_LAG = "to-lag";

  /** Changelogs are restored after a crash: small segments let the cleaner keep them short. */
  private static final Map<String, String> CHANGELOG =
      Map.of("segment.bytes", "33554432", "min.cleanable.dirty.ratio", "0.3");

  private VerificationTopology() {}

  public static Topology of(JudgeSettings settings) {
    Topology topology = new Topology();
    judge(topology, settings);
    tables(topology, settings);
    return topology;
  }

  private static void judge(Topology topology, JudgeSettings settings) {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    topology
        .addSource(AutoOffsetReset.earliest(), INPUTS, bytes, bytes, inputs(settings))
        .addProcessor(JUDGE, () -> new JudgeProcessor(settings), INPUTS);
    for (String store : JudgeWiring.stores()) {
      topology.addStateStore(store(store), JUDGE);
    }
    sink(topology, settings, JudgeWiring.TO_VERDICTS, Topics.VERDICTS, JUDGE, byPartition());
    sink(topology, settings, JudgeWiring.TO_DEAD_LETTERS, Topics.DEAD_LETTERS, JUDGE, byKey());
    sink(
        topology,
        settings,
        JudgeWiring.TO_PARTITION_STATUS,
        Topics.PARTITION_STATUS,
        JUDGE,
        byTable());
  }

  private static void tables(Topology topology, JudgeSettings settings) {
    Deserializer<PartitionKey> keys =
        Avro.<PartitionKey>specific(settings.registry(), true).deserializer();
    Deserializer<PartitionStatus> values =
        Avro.<PartitionStatus>specific(settings.registry(), false).deserializer();
    topology
        .addSource(
            AutoOffsetReset.earliest(), STATUSES, keys, values, Topics.PARTITION_STATUS.name())
        .addProcessor(
            TABLES,
            () ->
                new TableProcessor(
                    TABLE_STORE,
                    TO_TABLE_STATUS,
                    TO_LAG,
                    settings.nowMicros(),
                    settings.statusInterval().dividedBy(2)),
            STATUSES)
        .addStateStore(store(TABLE_STORE), TABLES);
    sink(topology, settings, TO_TABLE_STATUS, Topics.TABLE_STATUS, TABLES, byKey());
    sink(topology, settings, TO_LAG, Topics.LAG, TABLES, byKey());
  }

  /**
   * Change topics of every endpoint that a flow uses, also those that are still to come; and the
   * markers. One pattern for both: a pattern that matches nothing when a task is made is never
   * extended in it, and the task fails at the first topic that appears.
   */
  static Pattern inputs(JudgeSettings settings) {
    Set<String> endpoints = new TreeSet<>();
    settings
        .flows()
        .forEach(
            flow -> {
              endpoints.add(flow.source());
              endpoints.add(flow.target());
            });
    String any = endpoints.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    return Pattern.compile(
        "^(" + Pattern.quote(Topics.MARKERS.name()) + "|(" + any + ")\\.[^.]+\\.[^.]+)$");
  }

  /**
   * Small states live in memory, what grows with the data lives on disk. All have a cache that
   * writes an entry once a commit, however often it changed: a row is touched by the change of each
   * side and by their marker, a version comes and goes within a moment. That of Kafka Streams keeps
   * entries in order, which only versions need, since they are read by ranges at every marker.
   */
  private static StoreBuilder<?> store(String name) {
    boolean large = name.equals(JudgeWiring.ROWS) || name.equals(JudgeWiring.VERSIONS);
    KeyValueBytesStoreSupplier supplier =
        large ? Stores.persistentKeyValueStore(name) : Stores.inMemoryKeyValueStore(name);
    StoreBuilder<KeyValueStore<Bytes, byte[]>> builder =
        Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingEnabled(CHANGELOG);
    return name.equals(JudgeWiring.VERSIONS)
        ? builder.withCachingEnabled()
        : new WriteBehindStoreBuilder(builder);
  }

  private static void sink(
      Topology topology,
      JudgeSettings settings,
      String name,
      TopicSpec topic,
      String parent,
      StreamPartitioner<SpecificRecord, SpecificRecord> partitioner) {
    Serializer<SpecificRecord> keys = Avro.specific(settings.registry(), true).serializer();
    Serializer<SpecificRecord> values = Avro.specific(settings.registry(), false).serializer();
    topology.addSink(name, topic.name(), keys, values, partitioner, parent);
  }

  /** A verdict of partition p goes to partition p. */
  private static StreamPartitioner<SpecificRecord, SpecificRecord> byPartition() {
    return (topic, key, value, partitions) ->
        value instanceof Verdict verdict
            ? Optional.of(Set.of(verdict.getPartition() % partitions))
            : Optional.empty();
  }

  /** All partitions of a table meet in one task. */
  private static StreamPartitioner<SpecificRecord, SpecificRecord> byTable() {
    return (topic, key, value, partitions) -> {
      if (key instanceof PartitionKey partition) {
        int hash = 31 * partition.getFlow().hashCode() + partition.getTable().hashCode();
        return Optional.of(Set.of(Math.floorMod(hash, partitions)));
      }
      return Optional.empty();
    };
  }

  private static StreamPartitioner<SpecificRecord, SpecificRecord> byKey() {
    return (topic, key, value, partitions) -> Optional.empty();
  }
}
