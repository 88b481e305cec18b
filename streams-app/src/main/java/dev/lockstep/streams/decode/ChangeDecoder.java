package dev.lockstep.streams.decode;

import dev.lockstep.schema.row.RowDigest;
import dev.lockstep.schema.row.RowShape;
import dev.lockstep.streams.judge.Change;
import dev.lockstep.streams.judge.Definitions;
import dev.lockstep.streams.judge.FlowTable;
import dev.lockstep.streams.judge.SchemaPair;
import dev.lockstep.streams.state.Op;
import dev.lockstep.streams.state.Side;
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
   * @param read registry ids of the schemas of both sides' newest records before this one
   */
  public Change change(FlowTable table, Side side, Envelope envelope, long offset, SchemaPair read)
      throws UnreadableRecordException {
    try {
      GenericRecord key = envelope.key();
      SchemaPair now = read.with(side, envelope.schema());
      shapes.use(table, now);
      boolean row = !envelope.op().isBarrier();
      return new Change(
          envelope.op(),
          key == null ? null : shapes.key(table, key.getSchema()).bytes(key),
          row ? digest(table, envelope.before()) : null,
          row ? digest(table, envelope.after()) : null,
          offset,
          envelope.serial(),
          envelope.schema(),
          reshaped(table, side, envelope, read.of(side), now),
          filled(table, side, envelope, read.of(side), now),
          envelope.capturedMicros(),
          envelope.commitMillis());
    } catch (IllegalArgumentException | ClassCastException | AvroRuntimeException e) {
      throw new UnreadableRecordException("A value cannot be read as its column's kind: " + e, e);
    }
  }

  /** Stands in for a record whose key is readable though its value is not. */
  public Change unreadable(FlowTable table, GenericRecord key, long offset, long capturedMicros) {
    byte[] bytes = shapes.key(table, key.getSchema()).bytes(key);
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
  private boolean reshaped(
      FlowTable table, Side side, Envelope envelope, int previous, SchemaPair now) {
    return isOther(envelope, previous)
        && (definitions.reshaped(previous, envelope.schema())
            || (!envelope.op().isBarrier()
                && !definitions.filled(table, side, previous, now).equals(RowDigest.ZERO)));
  }

  private RowDigest filled(
      FlowTable table, Side side, Envelope envelope, int previous, SchemaPair now) {
    return envelope.op().isBarrier()
            && isOther(envelope, previous)
            && !definitions.reshaped(previous, envelope.schema())
        ? definitions.filled(table, side, previous, now)
        : RowDigest.ZERO;
  }

  private static boolean isOther(Envelope envelope, int previousSchema) {
    return previousSchema >= 0 && previousSchema != envelope.schema();
  }
}
