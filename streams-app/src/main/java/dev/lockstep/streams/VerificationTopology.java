package dev.lockstep.streams;

import dev.lockstep.flow.Flow;
import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.event.PartitionKey;
import dev.lockstep.schema.event.PartitionStatus;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.topic.TopicSpec;
import dev.lockstep.schema.topic.Topics;
import dev.lockstep.streams.join.JudgeProcessor;
import dev.lockstep.streams.join.JudgeSettings;
import dev.lockstep.streams.join.JudgeWiring;
import dev.lockstep.streams.store.StateStores;
import dev.lockstep.streams.table.TableProcessor;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * The topology, as the diagram draws it.
 *
 * <pre>
 *  change topics of both sides ─┐                ┌─▶ verdicts
 *  (as many partitions as all)  ├─▶ judge (p) ───┼─▶ dead letters
 *  markers ─────────────────────┘                ├─▶ requests to read a table anew
 *                                                └─▶ partition status ─┐
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
        .addSource(AutoOffsetReset.earliest(), INPUTS, bytes, bytes, inputs(settings.flows()))
        .addProcessor(JUDGE, JudgeProcessor.supplier(settings), INPUTS);
    topology.addStateStore(StateStores.large(JudgeWiring.ROWS), JUDGE);
    topology.addStateStore(StateStores.large(JudgeWiring.VERSIONS), JUDGE);
    topology.addStateStore(StateStores.small(JudgeWiring.STATES), JUDGE);
    sink(topology, settings, JudgeWiring.TO_VERDICTS, Topics.VERDICTS, JUDGE, byPartition());
    sink(topology, settings, JudgeWiring.TO_DEAD_LETTERS, Topics.DEAD_LETTERS, JUDGE, byKey());
    sink(topology, settings, JudgeWiring.TO_REREADS, Topics.REREADS, JUDGE, byKey());
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
                    settings.nanos(),
                    settings.statusInterval().dividedBy(2),
                    settings.partitions()),
            STATUSES)
        .addStateStore(StateStores.small(TABLE_STORE), TABLES);
    sink(topology, settings, TO_TABLE_STATUS, Topics.TABLE_STATUS, TABLES, byKey());
    sink(topology, settings, TO_LAG, Topics.LAG, TABLES, byKey());
  }

  /**
   * Change topics of every endpoint that a flow uses, also those that are still to come; and the
   * markers. One pattern for both: a pattern that matches nothing when a task is made is never
   * extended in it, and the task fails at the first topic that appears.
   */
  static Pattern inputs(Collection<Flow> flows) {
    Set<String> endpoints = new TreeSet<>();
    for (Flow flow : flows) {
      endpoints.add(flow.source());
      endpoints.add(flow.target());
    }
    String any = endpoints.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    return Pattern.compile(
        "^(" + Pattern.quote(Topics.MARKERS.name()) + "|(" + any + ")\\.[^.]+\\.[^.]+)$");
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
