package dev.lockstep.schema.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * The bytes of canonical values, one after the other, in an array that is used again and again.
 *
 * <p>Every value starts with a tag of its family and delimits itself, so that a sequence of values
 * reads one way only: no two different sequences share their bytes. Text and bytes end with a zero
 * byte; a zero byte within is followed by 0xFF, which no tag is. Thread-confined.
 */
final class CanonicalBuffer {

  /** Rises with any change of the encoding, of the digest or of the fold. */
  static final int VERSION = 2;

  static final int NULL = 0;
  static final int NUMBER = 1;
  static final int FLOAT = 2;
  static final int TEXT = 3;
  static final int BYTES = 4;
  static final int DATE = 5;
  static final int TIME = 6;
  static final int LOCAL_TIMESTAMP = 7;
  static final int INSTANT = 8;
  static final int UUID = 9;
  static final int JSON = 10;
  static final int JSON_AS_TEXT = 11;
  static final int LIST = 12;
  static final int MAP = 13;
  static final int SET = 14;

  private static final int INITIAL_BYTES = 512;
  private static final int RETAINED_BYTES = 1 << 20;
  private static final int CHUNK_CHARS = 1024;
  private static final int SEED = 0x4c6f636b;

  private byte[] bytes = new byte[INITIAL_BYTES];
  private int length;

  /** Empties it, and lets go of the memory that a single huge row took. */
  CanonicalBuffer clear() {
    length = 0;
    if (bytes.length > RETAINED_BYTES) {
      bytes = new byte[INITIAL_BYTES];
    }
    return this;
  }

  int length() {
    return length;
  }

  void octet(int value) {
    ensure(1);
    bytes[length++] = (byte) value;
  }

  void int32(int value) {
    ensure(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >> shift);
    }
  }

  void int64(long value) {
    ensure(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >> shift);
    }
  }

  /** Bytes as they are, not delimited. */
  void raw(byte[] source) {
    ensure(source.length);
    System.arraycopy(source, 0, bytes, length, source.length);
    length += source.length;
  }

  /**
   * A number of any type: scale is the least that is not negative, so 1, 1.0 and 1.00 are the same.
   */
  void number(long unscaled, int scale) {
    long value = unscaled;
    int digits = scale;
    while (digits > 0 && value % 10 == 0) {
      value /= 10;
      digits--;
    }
    octet(NUMBER);
    size(digits);
    integer(value);
  }

  void number(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    BigDecimal plain = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    octet(NUMBER);
    size(plain.scale());
    integer(plain.unscaledValue());
  }

  /** Length and shortest two's complement. */
  void integer(long value) {
    int count = (64 - Long.numberOfLeadingZeros(value ^ (value >> 63))) / 8 + 1;
    ensure(count + 1);
    bytes[length++] = (byte) count;
    for (int shift = (count - 1) * 8; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >> shift);
    }
  }

  void integer(BigInteger value) {
    byte[] twosComplement = value.toByteArray();
    size(twosComplement.length);
    raw(twosComplement);
  }

  /** A count of 0 or more in as few bytes as it takes. */
  void size(int count) {
    int rest = count;
    while (rest >= 0x80) {
      octet(rest | 0x80);
      rest >>>= 7;
    }
    octet(rest);
  }

  /** UTF-8, delimited; unpaired surrogates keep their identity. */
  void text(String text) {
    text(text, text.length());
  }

  void text(String text, int end) {
    int index = 0;
    while (index < end) {
      ensure(4 * CHUNK_CHARS);
      int chunkEnd = Math.min(end, index + CHUNK_CHARS);
      while (index < chunkEnd) {
        index += character(text, index, end);
      }
    }
    octet(0);
  }

  void escaped(ByteBuffer source) {
    for (int index = source.position(); index < source.limit(); index++) {
      byte value = source.get(index);
      octet(value);
      if (value == 0) {
        octet(0xFF);
      }
    }
    octet(0);
  }

  private int character(String text, int index, int end) {
    char c = text.charAt(index);
    if (c < 0x80) {
      bytes[length++] = (byte) c;
      if (c == 0) {
        bytes[length++] = (byte) 0xFF;
      }
      return 1;
    }
    if (c < 0x800) {
      bytes[length++] = (byte) (0xC0 | c >> 6);
      bytes[length++] = (byte) (0x80 | c & 0x3F);
      return 1;
    }
    if (Character.isHighSurrogate(c)
        && index + 1 < end
        && Character.isLowSurrogate(text.charAt(index + 1))) {
      int point = Character.toCodePoint(c, text.charAt(index + 1));
      bytes[length++] = (byte) (0xF0 | point >> 18);
      bytes[length++] = (byte) (0x80 | point >> 12 & 0x3F);
      bytes[length++] = (byte) (0x80 | point >> 6 & 0x3F);
      bytes[length++] = (byte) (0x80 | point & 0x3F);
      return 2;
    }
    bytes[length++] = (byte) (0xE0 | c >> 12);
    bytes[length++] = (byte) (0x80 | c >> 6 & 0x3F);
    bytes[length++] = (byte) (0x80 | c & 0x3F);
    return 1;
  }

  RowDigest digest() {
    long[] hash = MurmurHash3.hash128x64(bytes, 0, length, SEED);
    return new RowDigest(hash[0], hash[1]);
  }

  /** A copy of what was written since the length was this. */
  byte[] since(int start) {
    return Arrays.copyOfRange(bytes, start, length);
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  boolean sameAs(CanonicalBuffer other) {
    return Arrays.equals(bytes, 0, length, other.bytes, 0, other.length);
  }

  private void ensure(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
