package dev.lockstep.streams.state;

import dev.lockstep.schema.row.RowDigest;
import dev.lockstep.schema.row.TableDigest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Packs state into few bytes. Reused for each entry; thread-confined. */
final class Packer {

  private byte[] bytes = new byte[256];
  private int length;

  Packer restart() {
    length = 0;
    return this;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  Packer raw(int oneByte) {
    ensure(1);
    bytes[length++] = (byte) oneByte;
    return this;
  }

  Packer flags(boolean... bits) {
    int packed = 0;
    for (int i = 0; i < bits.length; i++) {
      packed |= bits[i] ? 1 << i : 0;
    }
    return raw(packed);
  }

  Packer fixedLong(long value) {
    ensure(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
    return this;
  }

  /** Zig-zag variable length, so that -1 takes one byte. */
  Packer number(long value) {
    ensure(10);
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
    return this;
  }

  Packer digest(RowDigest digest) {
    return fixedLong(digest.high()).fixedLong(digest.low());
  }

  Packer digest(TableDigest digest) {
    return number(digest.rows()).fixedLong(digest.high()).fixedLong(digest.low());
  }

  Packer text(@Nullable String text) {
    if (text == null) {
      return number(-1);
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    number(utf8.length);
    ensure(utf8.length);
    System.arraycopy(utf8, 0, bytes, length, utf8.length);
    length += utf8.length;
    return this;
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
