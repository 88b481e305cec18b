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
    int schema) {}
