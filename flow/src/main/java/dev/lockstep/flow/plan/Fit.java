package dev.lockstep.flow.plan;

import dev.lockstep.schema.change.Capacity;
import dev.lockstep.schema.change.Column;
import dev.lockstep.schema.change.Span;
import dev.lockstep.schema.row.ColumnKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What of a column's values does not fit into another: each as a phrase. Digits after the point
 * that are lost are none of these, since they are compared under a rule.
 */
public final class Fit {

  private static final BigDecimal MICROS_A_SECOND = BigDecimal.valueOf(1_000_000);

  private Fit() {}

  /** Empty when all fits, as far as is known. */
  public static List<String> reasons(Column source, Column target) {
    List<String> reasons = new ArrayList<>(reasons(source.capacity(), target.capacity()));
    if (source.nullable() && !target.nullable()) {
      reasons.add("NULL does not fit");
    }
    return reasons;
  }

  /** Whether digits after the point are lost. */
  public static boolean losesDigits(Capacity source, Capacity target) {
    return lessThan(target.fraction(), source.fraction())
        || lessThan(target.significand(), source.significand());
  }

  private static boolean lessThan(OptionalInt less, OptionalInt more) {
    return less.isPresent() && more.isPresent() && less.getAsInt() < more.getAsInt();
  }

  private static List<String> reasons(Capacity source, Capacity target) {
    List<String> reasons = new ArrayList<>();
    kinds(source, target, reasons);
    source
        .span()
        .ifPresent(
            from ->
                target
                    .span()
                    .filter(to -> comparable(source.kind(), target.kind()) && !from.fitsInto(to))
                    .ifPresent(to -> reasons.add(outside(to, target.kind()))));
    if (sameUnits(source.kind(), target.kind())
        && source.length().isPresent()
        && target.length().isPresent()
        && source.length().getAsLong() > target.length().getAsLong()) {
      reasons.add(
          "more than %d %s do not fit"
              .formatted(
                  target.length().getAsLong(),
                  target.kind() == ColumnKind.BYTES ? "bytes" : "characters"));
    }
    if (source.repertoire().isPresent()
        && target.repertoire().isPresent()
        && !target.repertoire().get().holds(source.repertoire().get())) {
      reasons.add(
          "characters that %s lacks do not fit".formatted(target.repertoire().get().name()));
    }
    labels(source, target, reasons);
    significand(source, target, reasons);
    if (target.kind() == ColumnKind.BYTES
        && (source.kind() == ColumnKind.BYTES || source.kind() == ColumnKind.TEXT)
        && target.padded()
        && !(source.padded() && source.length().equals(target.length()))) {
      reasons.add("shorter values get zero bytes at their end");
    }
    return reasons;
  }

  private static void kinds(Capacity source, Capacity target, List<String> reasons) {
    if (source.kind() == target.kind()) {
      return;
    }
    switch (target.kind()) {
      case INTEGER, DECIMAL, BOOLEAN, FLOAT -> {
        if (source.kind() == ColumnKind.TEXT) {
          reasons.add("texts that are no numbers do not fit");
        }
      }
      case DATE -> {
        if (source.kind() == ColumnKind.TEXT) {
          reasons.add("texts that are no dates do not fit");
        } else {
          reasons.add("the time of day is lost");
        }
      }
      case TIME, LOCAL_TIMESTAMP, INSTANT -> {
        if (source.kind() == ColumnKind.TEXT) {
          reasons.add("texts that are no times do not fit");
        }
      }
      case JSON -> reasons.add("what is not JSON does not fit");
      case UUID -> reasons.add("what is no UUID does not fit");
      case TEXT, BYTES, LIST, MAP, SET -> {}
    }
  }

  private static void labels(Capacity source, Capacity target, List<String> reasons) {
    if (target.labels().isEmpty()) {
      return;
    }
    if (source.labels().isEmpty()) {
      reasons.add("only %s fit".formatted(target.labels()));
      return;
    }
    List<String> lacking = new ArrayList<>(source.labels());
    lacking.removeAll(target.labels());
    if (!lacking.isEmpty()) {
      reasons.add("%s do not fit".formatted(lacking));
    }
  }

  private static void significand(Capacity source, Capacity target, List<String> reasons) {
    if (target.significand().isPresent()
        && source.span().isPresent()
        && source.kind().isExactNumber()) {
      int bits = target.significand().getAsInt();
      Span exact = new Span(power(bits).negate(), power(bits));
      if (!source.span().get().fitsInto(exact)) {
        reasons.add("numbers beyond %s lose digits".formatted(power(bits).toPlainString()));
      }
    }
  }

  private static BigDecimal power(int bits) {
    return new BigDecimal(BigInteger.ONE.shiftLeft(bits));
  }

  private static boolean comparable(ColumnKind a, ColumnKind b) {
    return a == b || a.isExactNumber() && b.isExactNumber() || isMoment(a) && isMoment(b);
  }

  private static boolean sameUnits(ColumnKind a, ColumnKind b) {
    return (a == ColumnKind.BYTES) == (b == ColumnKind.BYTES);
  }

  private static boolean isMoment(ColumnKind kind) {
    return kind == ColumnKind.DATE
        || kind == ColumnKind.LOCAL_TIMESTAMP
        || kind == ColumnKind.INSTANT;
  }

  private static String outside(Span span, ColumnKind kind) {
    return "only values from %s to %s fit"
        .formatted(words(span.least(), kind), words(span.most(), kind));
  }

  private static String words(BigDecimal value, ColumnKind kind) {
    if (kind.isExactNumber()) {
      return value.stripTrailingZeros().toPlainString();
    }
    BigInteger micros = value.toBigInteger();
    if (kind == ColumnKind.TIME) {
      BigDecimal seconds = value.abs().divide(MICROS_A_SECOND);
      long whole = seconds.longValue();
      return "%s%d:%02d:%02d"
          .formatted(value.signum() < 0 ? "-" : "", whole / 3600, whole / 60 % 60, whole % 60);
    }
    LocalDateTime moment =
        LocalDateTime.ofInstant(
            Instant.ofEpochSecond(Math.floorDiv(micros.longValueExact(), 1_000_000L)),
            ZoneOffset.UTC);
    return kind == ColumnKind.DATE
        ? moment.toLocalDate().toString()
        : moment.toLocalDate() + " " + moment.toLocalTime();
  }
}
