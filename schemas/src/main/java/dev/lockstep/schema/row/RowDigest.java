package dev.lockstep.schema.row;

import java.util.HexFormat;

/**
 * 128-bit digest of one canonical row: the sum modulo 2^128 of its columns' digests, so that what a
 * column adds to a row is known without the rest of the row.
 */
public record RowDigest(long high, long low) {

  /** What a column that is not there adds. */
  public static final RowDigest ZERO = new RowDigest(0, 0);

  public RowDigest plus(RowDigest other) {
    long sum = low + other.low;
    long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    return new RowDigest(high + other.high + carry, sum);
  }

  /** 32 hex digits. */
  public String hex() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }

  /** Reads {@link #hex()} back. */
  public static RowDigest parse(String hex) {
    if (hex.length() != 32) {
      throw new IllegalArgumentException("Not 32 hex digits: '" + hex + "'");
    }
    return new RowDigest(
        HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32));
  }
}
