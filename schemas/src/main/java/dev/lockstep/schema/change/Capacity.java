package dev.lockstep.schema.change;

import dev.lockstep.schema.row.ColumnKind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Which values a column can hold. What is empty is not bounded, or its bound is not known: nothing
 * is concluded from it.
 *
 * @param span numbers as they are, dates and times in microseconds (since 1970, or of their length)
 * @param fraction digits after the point of a number or of a second
 * @param significand binary digits of a floating-point number
 * @param length characters of a text, bytes of bytes
 * @param padded whether what stands at the end of a short value is lost or made up: blanks of a
 *     text, zeros of bytes
 * @param repertoire the characters that a text may have
 * @param labels the only texts that it takes; empty where it takes any
 */
public record Capacity(
    ColumnKind kind,
    Optional<Span> span,
    OptionalInt fraction,
    OptionalInt significand,
    OptionalLong length,
    boolean padded,
    Optional<Repertoire> repertoire,
    List<String> labels) {

  /** Binary digits of a number of single precision. */
  public static final int SINGLE = 24;

  public Capacity {
    labels = List.copyOf(labels);
  }

  /** Of a kind, with nothing else known. */
  public static Capacity of(ColumnKind kind) {
    return new Capacity(
        kind,
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalLong.empty(),
        false,
        Optional.empty(),
        List.of());
  }

  public static Capacity integer(Span span) {
    return of(ColumnKind.INTEGER).within(span).withFraction(0);
  }

  public static Capacity decimal(int precision, int scale, boolean unsigned) {
    return of(ColumnKind.DECIMAL)
        .within(Span.digits(precision, scale, unsigned))
        .withFraction(scale);
  }

  /** Of floating-point numbers with so many binary digits: 24 of single, 53 of double precision. */
  public static Capacity floating(int significand) {
    return new Capacity(
        ColumnKind.FLOAT,
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.of(significand),
        OptionalLong.empty(),
        false,
        Optional.empty(),
        List.of());
  }

  public Capacity within(Span limits) {
    return new Capacity(
        kind, Optional.of(limits), fraction, significand, length, padded, repertoire, labels);
  }

  public Capacity withFraction(int digits) {
    return new Capacity(
        kind, span, OptionalInt.of(digits), significand, length, padded, repertoire, labels);
  }

  public Capacity withLength(long most) {
    return new Capacity(
        kind, span, fraction, significand, OptionalLong.of(most), padded, repertoire, labels);
  }

  public Capacity withPadding() {
    return new Capacity(kind, span, fraction, significand, length, true, repertoire, labels);
  }

  public Capacity withRepertoire(Repertoire characters) {
    return new Capacity(
        kind, span, fraction, significand, length, padded, Optional.of(characters), labels);
  }

  public Capacity withLabels(List<String> only) {
    return new Capacity(kind, span, fraction, significand, length, padded, repertoire, only);
  }
}
