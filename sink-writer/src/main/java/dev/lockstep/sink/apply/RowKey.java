package dev.lockstep.sink.apply;

import java.nio.ByteBuffer;
import org.apache.avro.generic.GenericRecord;

/**
 * The key of a row.
 *
 * @param columns the key columns
 * @param exact canonical identity
 * @param folded identity under the coarsest collation; keys that share it keep their order
 */
public record RowKey(GenericRecord columns, ByteBuffer exact, ByteBuffer folded) {}
