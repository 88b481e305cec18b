package dev.lockstep.schema.row;

import java.math.BigDecimal;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Binary floating point: one zero, one NaN; single precision widened without loss. */
final class FloatCodec implements ValueCodec {

  private static final int TOO_MANY_DIGITS = 340;

  private final int digits;
  private final boolean single;
  private final boolean roundsToSingle;

  FloatCodec(Schema schema, ColumnRule rule) {
    this.single = schema.getType() == Schema.Type.FLOAT;
    this.roundsToSingle = rule.single();
    this.digits = rule.fractionalDigits().orElse(TOO_MANY_DIGITS);
  }

  @Override
  public ColumnKind kind() {
    return ColumnKind.FLOAT;
  }

  @Override
  public void write(Object value, CanonicalBuffer out) {
    out.octet(CanonicalBuffer.FLOAT);
    out.int64(Double.doubleToLongBits(rounded(value)));
  }

  @Override
  public String text(Object value) {
    if (digits == TOO_MANY_DIGITS && value instanceof Float single) {
      return single == 0 ? "0.0" : single.toString();
    }
    return Double.toString(rounded(value));
  }

  @Override
  public @Nullable String textOf(CanonicalReader in) {
    if (!in.takes(CanonicalBuffer.FLOAT)) {
      return null;
    }
    double number = Double.longBitsToDouble(in.int64());
    return text(single ? (Object) (float) number : (Object) number);
  }

  @Override
  public void fold(Object value, CanonicalBuffer out) {
    if (Double.isFinite(((Number) value).doubleValue())) {
      out.number(new BigDecimal(value.toString()));
    } else {
      write(value, out);
    }
  }

  private double rounded(Object value) {
    double number = roundsToSingle ? ((Number) value).floatValue() : ((Number) value).doubleValue();
    if (digits < TOO_MANY_DIGITS && Double.isFinite(number)) {
      number = NumberCodec.rounded(new BigDecimal(value.toString()), digits).doubleValue();
    }
    return number == 0 ? 0.0 : number;
  }
}
