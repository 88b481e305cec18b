package dev.lockstep.sink.apply;

import org.jspecify.annotations.Nullable;

/** A record as it lies in Kafka, kept for its dead letter. */
public record RawRecord(byte @Nullable [] key, byte @Nullable [] value) {

  public static final RawRecord EMPTY = new RawRecord(null, null);

  public int sizeBytes() {
    return (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
  }
}
