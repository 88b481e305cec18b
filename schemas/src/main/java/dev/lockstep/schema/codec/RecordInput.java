package dev.lockstep.schema.codec;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Avro's binary encoding, read from an array that holds the whole record. So no length is believed
 * beyond the bytes that are there: a damaged record is an error, never an allocation of its claims.
 */
final class RecordInput {

  private final byte[] data;
  private int position;

  RecordInput(byte[] data, int position) {
    this.data = data;
    this.position = position;
  }

  boolean isAtEnd() {
    return position == data.length;
  }

  int readInt() throws IOException {
    long value = readLong();
    if (value != (int) value) {
      throw new IOException("an int is out of range: " + value);
    }
    return (int) value;
  }

  long readLong() throws IOException {
    long zigzag = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = data[advance(1)];
      zigzag |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return (zigzag >>> 1) ^ -(zigzag & 1);
      }
    }
    throw new IOException("a number has more than ten bytes");
  }

  boolean readBoolean() throws IOException {
    return data[advance(1)] == 1;
  }

  float readFloat() throws IOException {
    return Float.intBitsToFloat(littleEndianInt(advance(4)));
  }

  double readDouble() throws IOException {
    int at = advance(8);
    return Double.longBitsToDouble(
        (littleEndianInt(at) & 0xffffffffL) | ((long) littleEndianInt(at + 4) << 32));
  }

  String readString() throws IOException {
    int length = length();
    return new String(data, advance(length), length, StandardCharsets.UTF_8);
  }

  ByteBuffer readBytes() throws IOException {
    return ByteBuffer.wrap(readFixed(length()));
  }

  byte[] readFixed(int length) throws IOException {
    byte[] bytes = new byte[checked(length)];
    System.arraycopy(data, advance(length), bytes, 0, length);
    return bytes;
  }

  /** The item count of the next block of an array or map; 0 ends it. */
  long readBlock() throws IOException {
    long count = readLong();
    if (count >= 0) {
      return count;
    }
    readLong(); // The block's size in bytes, for readers that skip it.
    if (count == Long.MIN_VALUE) {
      throw new IOException("a block has a count that is no number");
    }
    return -count;
  }

  private int length() throws IOException {
    return checked(readLong());
  }

  private int checked(long length) throws IOException {
    if (length < 0 || length > data.length - position) {
      throw new EOFException("a length of " + length + " goes beyond the record");
    }
    return (int) length;
  }

  private int advance(int count) throws IOException {
    int at = position;
    if (count > data.length - at) {
      throw new EOFException("the record ends too early");
    }
    position = at + count;
    return at;
  }

  private int littleEndianInt(int at) {
    return (data[at] & 0xff)
        | (data[at + 1] & 0xff) << 8
        | (data[at + 2] & 0xff) << 16
        | (data[at + 3] & 0xff) << 24;
  }
}
