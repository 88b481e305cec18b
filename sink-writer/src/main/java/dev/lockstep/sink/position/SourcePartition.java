package dev.lockstep.sink.position;

import java.util.Comparator;

/**
 * One partition of one incarnation of a change topic: a topic that is deleted and created again has
 * another id, so its offsets are never mistaken for the old ones.
 */
public record SourcePartition(String topic, String topicId, int partition)
    implements Comparable<SourcePartition> {

  private static final Comparator<SourcePartition> ORDER =
      Comparator.comparing(SourcePartition::topic)
          .thenComparing(SourcePartition::topicId)
          .thenComparingInt(SourcePartition::partition);

  @Override
  public int compareTo(SourcePartition other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return topic + "-" + partition;
  }
}
