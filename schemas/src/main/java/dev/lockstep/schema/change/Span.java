package dev.lockstep.schema.change;

import java.math.BigDecimal;
import java.math.BigInteger;

/** The least and the most value that a column takes, both included. */
public record Span(BigDecimal least, BigDecimal most) {

  public static Span of(long least, long most) {
    return new Span(BigDecimal.valueOf(least), BigDecimal.valueOf(most));
  }

  /** Of an integer of so many bits. */
  public static Span bits(int bits, boolean unsigned) {
    BigInteger values = BigInteger.ONE.shiftLeft(unsigned ? bits : bits - 1);
    BigInteger least = unsigned ? BigInteger.ZERO : values.negate();
    return new Span(new BigDecimal(least), new BigDecimal(values.subtract(BigInteger.ONE)));
  }

  /** Of a decimal number. */
  public static Span digits(int precision, int scale, boolean unsigned) {
    BigDecimal most = new BigDecimal(BigInteger.TEN.pow(precision).subtract(BigInteger.ONE), scale);
    return new Span(unsigned ? BigDecimal.ZERO : most.negate(), most);
  }

  public boolean fitsInto(Span other) {
    return other.least.compareTo(least) <= 0 && other.most.compareTo(most) >= 0;
  }
}
