package dev.lockstep.streams.state;

import dev.lockstep.schema.row.RowDigest;
import dev.lockstep.schema.row.TableDigest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads what {@link Packer} wrote. */
final class Unpacker {

  private final byte[] bytes;
  private int at;

  Unpacker(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean exhausted() {
    return at >= bytes.length;
  }

  int raw() {
    return bytes[at++] & 0xFF;
  }

  boolean flag() {
    return raw() != 0;
  }

  long fixedLong() {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = (value << 8) | raw();
    }
    return value;
  }

  long number() {
    long value = 0;
    int shift = 0;
    int next;
    do {
      next = raw();
      value |= (long) (next & 0x7F) << shift;
      shift += 7;
    } while ((next & 0x80) != 0);
    return (value >>> 1) ^ -(value & 1);
  }

  RowDigest rowDigest() {
    return new RowDigest(fixedLong(), fixedLong());
  }

  TableDigest tableDigest() {
    return new TableDigest(number(), fixedLong(), fixedLong());
  }

  @Nullable String text() {
    int length = (int) number();
    if (length < 0) {
      return null;
    }
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  String requiredText() {
    String text = text();
    if (text == null) {
      throw new IllegalStateException("Text expected in stored state");
    }
    return text;
  }
}
