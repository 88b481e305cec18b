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

  private static final long STIR = 0x9e3779b97f4a7c15L;

  public TableDigest plus(RowDigest row) {
    RowDigest whole = whole(row);
    return sum(1, whole.high(), whole.low());
  }

  public TableDigest minus(RowDigest row) {
    RowDigest whole = whole(row);
    return difference(1, whole.high(), whole.low());
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

  /**
   * A row's digest is a sum of its columns': stirred, so that two rows that exchange the values of
   * a column do not add up to what they were. No two rows become the same by it.
   */
  private static RowDigest whole(RowDigest row) {
    long high = row.high() ^ stirred(row.low());
    long low = row.low() ^ stirred(high + STIR);
    return new RowDigest(high ^ stirred(low), low);
  }

  /** The end of MurmurHash3: every bit of the result hangs on every bit given. */
  private static long stirred(long value) {
    long bits = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
    bits = (bits ^ bits >>> 33) * 0xc4ceb9fe1a85ec53L;
    return bits ^ bits >>> 33;
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
