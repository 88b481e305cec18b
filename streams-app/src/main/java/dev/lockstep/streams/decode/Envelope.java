package dev.lockstep.streams.decode;

import dev.lockstep.streams.state.Op;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * A change record as it was published.
 *
 * @param key null for a barrier
 * @param schema registry id of the value's schema
 */
public record Envelope(
    Op op,
    @Nullable GenericRecord key,
    @Nullable GenericRecord before,
    @Nullable GenericRecord after,
    long serial,
    long commitMillis,
    long capturedMicros,
    int schema) {

  /**
   * The same with the time at which the record came to its topic, by the broker's clock, for the
   * capture's own. The commit stays as long before it as the capture saw.
   */
  public Envelope arrived(long millis) {
    long shift = millis - Math.floorDiv(capturedMicros, 1000);
    return new Envelope(
        op, key, before, after, serial, commitMillis + shift, millis * 1000, schema);
  }
}
