package dev.lockstep.schema.row;

import java.util.HexFormat;

/** 128-bit digest of one canonical row. */
public record RowDigest(long high, long low) {

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
