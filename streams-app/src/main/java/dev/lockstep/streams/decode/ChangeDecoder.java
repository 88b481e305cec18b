package dev.lockstep.streams.decode;

import dev.lockstep.schema.codec.RegistryClient;
import dev.lockstep.schema.row.Reshape;
import dev.lockstep.schema.row.RowDigest;
import dev.lockstep.schema.row.RowShape;
import dev.lockstep.streams.judge.Change;
import dev.lockstep.streams.judge.FlowTable;
import dev.lockstep.streams.state.Op;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns an envelope into the change of one table: canonical key bytes and the digests of the rows
 * before and after. This is the hot path; shapes are compiled once and reuse their buffers.
 */
public final class ChangeDecoder {

  private final Shapes shapes;
  private final RegistryClient registry;

  public ChangeDecoder(Shapes shapes, Map<String, ?> registryConfig) {
    this.shapes = shapes;
    this.registry = RegistryClient.of(registryConfig);
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
          row ? envelope.schema() : -1,
          row && reshaped(envelope, previousSchema),
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

  private boolean reshaped(Envelope envelope, int previousSchema) {
    GenericRecord row = envelope.anyRow();
    if (row == null || previousSchema < 0 || previousSchema == envelope.schema()) {
      return false;
    }
    return Reshape.between(rowSchema(registry.byId(previousSchema)), row.getSchema());
  }

  /** The record among the branches of {@code after}. */
  private static Schema rowSchema(Schema envelope) {
    return envelope.getField("after").schema().getTypes().stream()
        .filter(type -> type.getType() == Schema.Type.RECORD)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No row in " + envelope.getFullName()));
  }
}
