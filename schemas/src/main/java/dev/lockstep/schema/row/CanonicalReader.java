package dev.lockstep.schema.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/** Reads back what {@link CanonicalBuffer} wrote, value by value. */
final class CanonicalReader {

  private final byte[] bytes;
  private int at;

  CanonicalReader(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean isAtEnd() {
    return at == bytes.length;
  }

  int octet() {
    return bytes[at++] & 0xFF;
  }

  /** Takes the next octet if it is this one. */
  boolean takes(int tag) {
    if (at < bytes.length && (bytes[at] & 0xFF) == tag) {
      at++;
      return true;
    }
    return false;
  }

  int int32() {
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value = value << 8 | octet();
    }
    return value;
  }

  long int64() {
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = value << 8 | octet();
    }
    return value;
  }

  /** A number behind its tag. */
  BigDecimal number() {
    int scale = size();
    int length = size();
    BigInteger unscaled = new BigInteger(Arrays.copyOfRange(bytes, at, at + length));
    at += length;
    return new BigDecimal(unscaled, scale);
  }

  private int size() {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = octet();
      value |= (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
  }

  /** Bytes up to their delimiter. */
  byte[] escaped() {
    byte[] out = new byte[bytes.length - at];
    int length = 0;
    while (true) {
      byte next = bytes[at++];
      if (next == 0 && !takes(0xFF)) {
        return Arrays.copyOf(out, length);
      }
      out[length++] = next;
    }
  }

  /** Text up to its delimiter, unpaired surrogates included, which no decoder lets pass. */
  String text() {
    byte[] utf8 = escaped();
    StringBuilder out = new StringBuilder(utf8.length);
    int i = 0;
    while (i < utf8.length) {
      int first = utf8[i++] & 0xFF;
      int more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
      int point = more == 0 ? first : first & (0x3F >> more);
      for (int left = more; left > 0; left--) {
        point = point << 6 | utf8[i++] & 0x3F;
      }
      if (more == 3) {
        out.appendCodePoint(point);
      } else {
        out.append((char) point);
      }
    }
    return out.toString();
  }
}
