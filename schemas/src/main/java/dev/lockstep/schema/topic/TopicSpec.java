package dev.lockstep.schema.topic;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * One topic of the catalogue.
 *
 * @param name topic name
 * @param key Avro schema of the key; empty where each table has its own
 * @param value Avro schema of the value; empty where each table has its own
 * @param layout how it is partitioned
 * @param cleanup what Kafka may remove
 * @param retention how long records are kept; empty for compacted topics
 * @param writer the one program that writes it
 * @param readers the programs that read it
 * @param purpose one sentence
 */
public record TopicSpec(
    String name,
    Optional<Schema> key,
    Optional<Schema> value,
    Layout layout,
    Cleanup cleanup,
    Optional<Duration> retention,
    String writer,
    List<String> readers,
    String purpose) {

  public TopicSpec {
    readers = List.copyOf(readers);
  }

  /** How a topic is partitioned. */
  public enum Layout {
    /** As many partitions as every change topic: partition p speaks of partition p. */
    CO_PARTITIONED,
    /** One partition: few records, or records whose order among all keys matters. */
    SINGLE
  }

  /** What Kafka may remove. */
  public enum Cleanup {
    DELETE,
    COMPACT
  }
}
