package dev.lockstep.schema.row;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How one column is compared where its plain canonical value is not what matters.
 *
 * @param ignore the column takes no part
 * @param trim trailing spaces of text take no part
 * @param compareAs the kind to read the value as, on both sides
 * @param fractionalDigits digits kept after the point of a second or of a number: numbers are
 *     rounded, times cut off
 * @param single floating-point numbers are compared as they are in single precision
 */
public record ColumnRule(
    boolean ignore,
    boolean trim,
    Optional<ColumnKind> compareAs,
    OptionalInt fractionalDigits,
    boolean single) {

  public static final ColumnRule NONE =
      new ColumnRule(false, false, Optional.empty(), OptionalInt.empty(), false);

  public static final ColumnRule IGNORED =
      new ColumnRule(true, false, Optional.empty(), OptionalInt.empty(), false);

  public static final ColumnRule TRIMMED =
      new ColumnRule(false, true, Optional.empty(), OptionalInt.empty(), false);

  public ColumnRule {
    if (fractionalDigits.isPresent() && fractionalDigits.getAsInt() < 0) {
      throw new IllegalArgumentException(
          "Negative fractional digits: " + fractionalDigits.getAsInt());
    }
  }

  public static ColumnRule as(ColumnKind kind) {
    return NONE.readAs(Optional.of(kind));
  }

  public static ColumnRule digits(int count) {
    return NONE.withDigits(OptionalInt.of(count));
  }

  public ColumnRule readAs(Optional<ColumnKind> kind) {
    return new ColumnRule(ignore, trim, kind, fractionalDigits, single);
  }

  public ColumnRule withDigits(OptionalInt count) {
    return new ColumnRule(ignore, trim, compareAs, count, single);
  }

  public ColumnRule trimmed(boolean trimmed) {
    return new ColumnRule(ignore, trimmed, compareAs, fractionalDigits, single);
  }

  public ColumnRule inSinglePrecision(boolean rounded) {
    return new ColumnRule(ignore, trim, compareAs, fractionalDigits, rounded);
  }
}
