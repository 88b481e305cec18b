package dev.lockstep.streams.state;

import dev.lockstep.schema.row.RowDigest;
import org.jspecify.annotations.Nullable;

/**
 * A change that no marker has covered yet: one version of a row, or a barrier.
 *
 * @param op what happened
 * @param digest the row after it; null when there is none
 * @param offset record offset in the change topic, to fetch values back
 * @param outsideLog the row before it was not what the log had said
 * @param capturedMicros when it came to its topic, by the broker's clock
 * @param commitMillis the commit as long before that as the capture saw, which is as exact as the
 *     log's own time
 * @param ordinal number of this version among all of its side, from 1 and without a gap: what is
 *     handed over is counted against it
 * @param schema registry id of the definition that a barrier tells of; -1 for a row
 */
public record Version(
    Op op,
    @Nullable RowDigest digest,
    long offset,
    boolean outsideLog,
    long capturedMicros,
    long commitMillis,
    long ordinal,
    int schema) {

  byte[] pack(Packer packer) {
    packer.restart().raw(op.code()).flags(digest != null, outsideLog);
    packer.number(offset).number(capturedMicros).number(capturedMicros / 1000 - commitMillis);
    packer.number(ordinal).number(schema);
    if (digest != null) {
      packer.digest(digest);
    }
    return packer.toBytes();
  }

  static Version unpack(byte[] bytes) {
    Unpacker in = new Unpacker(bytes);
    Op op = Op.ofCode(in.raw());
    int flags = in.raw();
    long offset = in.number();
    long captured = in.number();
    long commit = captured / 1000 - in.number();
    long ordinal = in.number();
    int schema = (int) in.number();
    RowDigest digest = (flags & 1) != 0 ? in.rowDigest() : null;
    return new Version(op, digest, offset, (flags & 2) != 0, captured, commit, ordinal, schema);
  }
}
