package dev.lockstep.schema.row;

import java.util.HexFormat;

/**
 * Row count and sum modulo 2^128 of the row digests of a table or a part of it.
 *
 * <p>Order-free, and moved on by one addition a change: the proof that two whole tables are equal
 * costs nothing but the changes. Differences of two tables are table digests too, so {@code rows}
 * may be negative.
 */
public record TableDigest(long rows, long high, long low) {

  public static final TableDigest EMPTY = new TableDigest(0, 0, 0);

  public TableDigest plus(RowDigest row) {
    return sum(1, row.high(), row.low());
  }

  public TableDigest minus(RowDigest row) {
    return difference(1, row.high(), row.low());
  }

  public TableDigest plus(TableDigest other) {
    return sum(other.rows, other.high, other.low);
  }

  public TableDigest minus(TableDigest other) {
    return difference(other.rows, other.high, other.low);
  }

  /** Whether nothing is left: no rows and a sum of zero. */
  public boolean isZero() {
    return rows == 0 && high == 0 && low == 0;
  }

  /** The sum as 32 hex digits, without the count. */
  public String hex() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }

  /** Reads a count and {@link #hex()} back. */
  public static TableDigest parse(long rows, String hex) {
    RowDigest sum = RowDigest.parse(hex);
    return new TableDigest(rows, sum.high(), sum.low());
  }

  private TableDigest sum(long addedRows, long addedHigh, long addedLow) {
    long newLow = low + addedLow;
    long carry = Long.compareUnsigned(newLow, low) < 0 ? 1 : 0;
    return new TableDigest(rows + addedRows, high + addedHigh + carry, newLow);
  }

  private TableDigest difference(long takenRows, long takenHigh, long takenLow) {
    long borrow = Long.compareUnsigned(low, takenLow) < 0 ? 1 : 0;
    return new TableDigest(rows - takenRows, high - takenHigh - borrow, low - takenLow);
  }
}
