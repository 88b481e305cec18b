package dev.lockstep.schema.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.jspecify.annotations.Nullable;

/**
 * Integers, decimals and booleans: all one family, since what a database calls 1 another calls
 * true.
 */
final class NumberCodec implements ValueCodec {

  private final ColumnKind kind;
  private final int scale;
  private final int digits;

  /** Whether values come as true and false, and are told as such. */
  private final boolean truth;

  NumberCodec(ColumnKind kind, Schema schema, ColumnRule rule) {
    this.kind = kind;
    this.scale = schema.getLogicalType() instanceof LogicalTypes.Decimal type ? type.getScale() : 0;
    OptionalInt wanted = rule.fractionalDigits();
    this.digits = wanted.orElse(Integer.MAX_VALUE);
    this.truth = schema.getType() == Schema.Type.BOOLEAN;
  }

  static boolean reads(Schema schema) {
    return switch (schema.getType()) {
      case INT, LONG, BOOLEAN -> true;
      case BYTES, FIXED -> schema.getLogicalType() instanceof LogicalTypes.Decimal;
      default -> false;
    };
  }

  @Override
  public ColumnKind kind() {
    return kind;
  }

  @Override
  public void write(Object value, CanonicalBuffer out) {
    switch (value) {
      case Integer number -> out.number(number, 0);
      case Long number -> out.number(number, 0);
      case Boolean truth -> out.number(truth ? 1 : 0, 0);
      case ByteBuffer unscaled when unscaled.remaining() <= Long.BYTES && digits >= scale ->
          out.number(small(unscaled), scale);
      default -> out.number(number(value));
    }
  }

  @Override
  public String text(Object value) {
    return value instanceof Boolean truth ? truth.toString() : plain(number(value));
  }

  @Override
  public @Nullable String textOf(CanonicalReader in) {
    if (!in.takes(CanonicalBuffer.NUMBER)) {
      return null;
    }
    BigDecimal number = in.number();
    return truth ? text((Object) (number.signum() != 0)) : plain(number);
  }

  /** Decimal digits without an exponent and without trailing zeros. */
  static String plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
  }

  /** Rounds as databases do when they store into a narrower column. */
  static BigDecimal rounded(BigDecimal number, int digits) {
    return number.scale() > digits ? number.setScale(digits, RoundingMode.HALF_UP) : number;
  }

  private BigDecimal number(Object value) {
    BigDecimal number =
        switch (value) {
          case ByteBuffer unscaled -> {
            byte[] bytes = new byte[unscaled.remaining()];
            unscaled.get(unscaled.position(), bytes);
            yield new BigDecimal(new BigInteger(bytes), scale);
          }
          case GenericFixed unscaled -> new BigDecimal(new BigInteger(unscaled.bytes()), scale);
          case BigDecimal decimal -> decimal;
          case Boolean truth -> truth ? BigDecimal.ONE : BigDecimal.ZERO;
          case Number integer -> BigDecimal.valueOf(integer.longValue());
          default ->
              throw new IllegalArgumentException("Not a number: " + value.getClass().getName());
        };
    return rounded(number, digits);
  }

  private static long small(ByteBuffer unscaled) {
    long value = 0;
    for (int i = unscaled.position(); i < unscaled.limit(); i++) {
      value = i == unscaled.position() ? unscaled.get(i) : value << 8 | unscaled.get(i) & 0xFF;
    }
    return value;
  }
}
