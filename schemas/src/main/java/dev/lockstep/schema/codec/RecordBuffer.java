package dev.lockstep.schema.codec;

import java.io.OutputStream;
import java.util.Arrays;

/** A growing byte array for one thread: {@code ByteArrayOutputStream} without its locks. */
final class RecordBuffer extends OutputStream {

  /** What one large record made it grow to is given back beyond this. */
  private static final int MAX_KEPT_BYTES = 1 << 20;

  private byte[] bytes = new byte[512];
  private int length;

  /** Empties it and leaves room for the wire format's header. */
  void begin() {
    if (bytes.length > MAX_KEPT_BYTES) {
      bytes = new byte[512];
    }
    length = WireFormat.HEADER_BYTES;
  }

  /** The bytes written since {@link #begin()}, behind the header. */
  byte[] finish(int schemaId) {
    byte[] record = toBytes();
    WireFormat.writeHeader(record, schemaId);
    return record;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  @Override
  public void write(int b) {
    reserve(1);
    bytes[length++] = (byte) b;
  }

  @Override
  public void write(byte[] source, int offset, int count) {
    reserve(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  private void reserve(int count) {
    int needed = Math.addExact(length, count);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(bytes.length * 2L, 1 << 30)));
    }
  }
}
