package dev.lockstep.schema.row;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How one column is compared where its plain canonical value is not what matters.
 *
 * @param ignore the column takes no part
 * @param trim trailing spaces of text take no part
 * @param compareAs the kind to read the value as, on both sides
 * @param fractionalDigits digits kept after the point of a second or of a number; the rest is cut
 *     off
 */
public record ColumnRule(
    boolean ignore, boolean trim, Optional<ColumnKind> compareAs, OptionalInt fractionalDigits) {

  public static final ColumnRule NONE =
      new ColumnRule(false, false, Optional.empty(), OptionalInt.empty());

  public static final ColumnRule IGNORED =
      new ColumnRule(true, false, Optional.empty(), OptionalInt.empty());

  public static final ColumnRule TRIMMED =
      new ColumnRule(false, true, Optional.empty(), OptionalInt.empty());

  public ColumnRule {
    if (fractionalDigits.isPresent() && fractionalDigits.getAsInt() < 0) {
      throw new IllegalArgumentException(
          "Negative fractional digits: " + fractionalDigits.getAsInt());
    }
  }

  public static ColumnRule as(ColumnKind kind) {
    return new ColumnRule(false, false, Optional.of(kind), OptionalInt.empty());
  }

  public static ColumnRule digits(int count) {
    return new ColumnRule(false, false, Optional.empty(), OptionalInt.of(count));
  }
}
