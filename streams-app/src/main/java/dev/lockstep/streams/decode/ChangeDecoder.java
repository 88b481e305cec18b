package dev.lockstep.streams.decode;

import dev.lockstep.schema.row.RowDigest;
import dev.lockstep.schema.row.RowShape;
import dev.lockstep.streams.judge.Change;
import dev.lockstep.streams.judge.Definitions;
import dev.lockstep.streams.judge.FlowTable;
import dev.lockstep.streams.state.Op;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns an envelope into the change of one table: canonical key bytes and the digests of the rows
 * before and after. This is the hot path; shapes are compiled once and reuse their buffers.
 */
public final class ChangeDecoder {

  private final Shapes shapes;
  private final Definitions definitions;

  public ChangeDecoder(Shapes shapes, Definitions definitions) {
    this.shapes = shapes;
    this.definitions = definitions;
  }

  /**
   * The change of one table.
   *
   * @param previousSchema registry id of the schema of the side's record before; -1 for none
   */
  public Change change(FlowTable table, Envelope envelope, long offset, int previousSchema)
      throws UnreadableRecordException {
    try {
      GenericRecord key = envelope.key();
      boolean row = !envelope.op().isBarrier();
      return new Change(
          envelope.op(),
          key == null ? null : shapes.key(key.getSchema()).bytes(key),
          row ? digest(table, envelope.before()) : null,
          row ? digest(table, envelope.after()) : null,
          offset,
          envelope.serial(),
          envelope.schema(),
          reshaped(table, envelope, previousSchema),
          filled(table, envelope, previousSchema),
          envelope.capturedMicros(),
          envelope.commitMillis());
    } catch (IllegalArgumentException | ClassCastException | AvroRuntimeException e) {
      throw new UnreadableRecordException("A value cannot be read as its column's kind: " + e, e);
    }
  }

  /** Stands in for a record whose key is readable though its value is not. */
  public Change unreadable(GenericRecord key, long offset, long capturedMicros) {
    byte[] bytes = shapes.key(key.getSchema()).bytes(key);
    return new Change(
        Op.UNREADABLE,
        bytes,
        null,
        null,
        offset,
        -1,
        -1,
        false,
        RowDigest.ZERO,
        capturedMicros,
        capturedMicros / 1000);
  }

  private @Nullable RowDigest digest(FlowTable table, @Nullable GenericRecord row) {
    if (row == null) {
      return null;
    }
    RowShape shape = shapes.row(table, row.getSchema());
    return shape.digest(row);
  }

  /** Columns with values are told by a barrier; otherwise nobody knows where they begin. */
  private boolean reshaped(FlowTable table, Envelope envelope, int previousSchema) {
    return isOther(envelope, previousSchema)
        && (definitions.reshaped(previousSchema, envelope.schema())
            || (!envelope.op().isBarrier()
                && !definitions
                    .filled(table, previousSchema, envelope.schema())
                    .equals(RowDigest.ZERO)));
  }

  private RowDigest filled(FlowTable table, Envelope envelope, int previousSchema) {
    return envelope.op().isBarrier()
            && isOther(envelope, previousSchema)
            && !definitions.reshaped(previousSchema, envelope.schema())
        ? definitions.filled(table, previousSchema, envelope.schema())
        : RowDigest.ZERO;
  }

  private static boolean isOther(Envelope envelope, int previousSchema) {
    return previousSchema >= 0 && previousSchema != envelope.schema();
  }
}
