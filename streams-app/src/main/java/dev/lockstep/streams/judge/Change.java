package dev.lockstep.streams.judge;

import dev.lockstep.schema.row.RowDigest;
import dev.lockstep.streams.state.Op;
import org.jspecify.annotations.Nullable;

/**
 * A decoded record of a change topic.
 *
 * @param op what happened
 * @param key canonical key; null for a barrier
 * @param before digest of the row before; null when the record has none
 * @param after digest of the row after; null when there is none
 * @param offset of the record in its topic
 * @param serial given by the capture
 * @param schema registry id of the schema that it is written with; -1 for none
 * @param reshaped whether digests made under the previous schema no longer compare
 * @param filled what columns that came with this schema, and with one value for all rows, add to
 *     the digest of each that was there
 * @param capturedMicros when it came to its topic, by the broker's clock
 * @param commitMillis commit time in the database's log, as long before as the capture saw
 */
public record Change(
    Op op,
    byte @Nullable [] key,
    @Nullable RowDigest before,
    @Nullable RowDigest after,
    long offset,
    long serial,
    int schema,
    boolean reshaped,
    RowDigest filled,
    long capturedMicros,
    long commitMillis) {}
