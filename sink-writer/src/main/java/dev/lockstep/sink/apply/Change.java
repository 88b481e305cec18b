package dev.lockstep.sink.apply;

import dev.lockstep.sink.position.SourcePartition;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of a change topic, read.
 *
 * @param key the row's key; null for barriers and unreadable records
 * @param after the row as it is after the change; null when there is none
 * @param rowSchema schema of the table's rows at this record; null when unreadable
 * @param epoch snapshot epoch
 * @param serial its number in the order of the capture, over all partitions; 0 when unreadable
 * @param problem why it is unreadable; null when it is readable
 */
public record Change(
    SourcePartition partition,
    long offset,
    Operation operation,
    @Nullable RowKey key,
    @Nullable GenericRecord after,
    @Nullable Schema rowSchema,
    int epoch,
    long serial,
    @Nullable TargetError problem,
    RawRecord raw) {

  public Change {
    if (!operation.isBarrier()) {
      Objects.requireNonNull(key, "a row change has a key");
    }
    if (operation == Operation.UPSERT) {
      Objects.requireNonNull(after, "an upsert has a row");
    }
  }

  /** The key of a row change. */
  public RowKey requireKey() {
    return Objects.requireNonNull(key, "not a row change");
  }

  /** The row of an upsert. */
  public GenericRecord requireAfter() {
    return Objects.requireNonNull(after, "not an upsert");
  }
}
