package dev.lockstep.streams.state;

import java.util.Arrays;

/**
 * How keys of the stores are laid out: table id, area, and within an area by sequence, so that what
 * a marker covers is one contiguous range.
 */
final class Keys {

  /** No table has this id; ids count from zero. */
  static final int AFTER_TABLES = Integer.MAX_VALUE;

  private static final int ID = Integer.BYTES;

  private Keys() {}

  static byte[] row(int table, byte[] key) {
    byte[] out = new byte[ID + key.length];
    putId(out, table);
    System.arraycopy(key, 0, out, ID, key.length);
    return out;
  }

  /** The first that may follow a row's. */
  static byte[] behindRow(int table, byte[] key) {
    return row(table, Arrays.copyOf(key, key.length + 1));
  }

  static byte[] rowKeyOf(byte[] stored) {
    return Arrays.copyOfRange(stored, ID, stored.length);
  }

  static byte[] firstRow(int table) {
    byte[] out = new byte[ID];
    putId(out, table);
    return out;
  }

  static byte[] version(int table, int area, long sequence, byte[] key) {
    byte[] out = new byte[ID + 1 + Long.BYTES + key.length];
    putId(out, table);
    out[ID] = (byte) area;
    for (int i = 0; i < Long.BYTES; i++) {
      out[ID + 1 + i] = (byte) (sequence >>> (56 - 8 * i));
    }
    System.arraycopy(key, 0, out, ID + 1 + Long.BYTES, key.length);
    return out;
  }

  static long sequenceOf(byte[] stored) {
    long sequence = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      sequence = (sequence << 8) | (stored[ID + 1 + i] & 0xFF);
    }
    return sequence;
  }

  static byte[] versionKeyOf(byte[] stored) {
    return Arrays.copyOfRange(stored, ID + 1 + Long.BYTES, stored.length);
  }

  static byte[] listed(int table, int area, byte[] key) {
    byte[] out = new byte[ID + 1 + key.length];
    putId(out, table);
    out[ID] = (byte) area;
    System.arraycopy(key, 0, out, ID + 1, key.length);
    return out;
  }

  static byte[] listedKeyOf(byte[] stored) {
    return Arrays.copyOfRange(stored, ID + 1, stored.length);
  }

  private static void putId(byte[] out, int table) {
    out[0] = (byte) (table >>> 24);
    out[1] = (byte) (table >>> 16);
    out[2] = (byte) (table >>> 8);
    out[3] = (byte) table;
  }
}
