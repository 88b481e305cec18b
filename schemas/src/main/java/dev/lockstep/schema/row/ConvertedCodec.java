package dev.lockstep.schema.row;

import java.math.BigDecimal;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A value read as another kind than its own, through its text. What does not read as that kind is
 * compared as text, so it differs from every value that does.
 */
final class ConvertedCodec implements ValueCodec {

  private static final int MAX_DIGITS = 1_000;

  private final ValueCodec natural;
  private final ColumnKind kind;
  private final ColumnRule rule;
  private final ValueCodec text;
  private final Parser parser;

  /** Appends what a text says; false, and nothing appended, when it does not read as the kind. */
  private interface Parser {
    boolean parse(String text, CanonicalBuffer out);
  }

  ConvertedCodec(ValueCodec natural, ColumnKind kind, ColumnRule rule) {
    this.natural = natural;
    this.kind = kind;
    this.rule = rule;
    this.text =
        switch (kind) {
          case JSON -> new JsonCodec();
          case UUID -> new TextCodec.Uuid();
          default -> new TextCodec(rule);
        };
    this.parser =
        switch (kind) {
          case INTEGER, DECIMAL, BOOLEAN -> this::parseNumber;
          case FLOAT -> this::parseFloat;
          case DATE, TIME, LOCAL_TIMESTAMP, INSTANT ->
              new TemporalCodec(kind, ValueCodecs.MICROS, rule)::parse;
          case TEXT, BYTES, UUID, JSON, LIST, MAP, SET -> (string, out) -> false;
        };
  }

  @Override
  public ColumnKind kind() {
    return kind;
  }

  @Override
  public void write(Object value, CanonicalBuffer out) {
    String string = string(value);
    if (!parser.parse(string, out)) {
      text.write(string, out);
    }
  }

  @Override
  public String text(Object value) {
    String string = string(value);
    return switch (kind) {
      case INTEGER, DECIMAL, BOOLEAN -> number(string).map(NumberCodec::plain).orElse(string);
      default -> text.text(string);
    };
  }

  @Override
  public @Nullable String textOf(CanonicalReader in) {
    String converted =
        switch (kind) {
          case INTEGER, DECIMAL, BOOLEAN ->
              in.takes(CanonicalBuffer.NUMBER) ? NumberCodec.plain(in.number()) : null;
          case FLOAT ->
              new FloatCodec(Schema.create(Schema.Type.DOUBLE), ColumnRule.NONE).textOf(in);
          case DATE, TIME, LOCAL_TIMESTAMP, INSTANT ->
              new TemporalCodec(kind, ValueCodecs.MICROS, rule).textOf(in);
          case TEXT, BYTES, UUID, JSON, LIST, MAP, SET -> null;
        };
    // What does not read as the kind stands there as text.
    return converted != null ? converted : text.textOf(in);
  }

  private String string(Object value) {
    if (natural instanceof TextCodec.Bytes bytes) {
      return kind == ColumnKind.UUID ? bytes.hex(value) : bytes.decoded(value);
    }
    return natural.text(value);
  }

  private boolean parseNumber(String string, CanonicalBuffer out) {
    Optional<BigDecimal> number = number(string);
    number.ifPresent(out::number);
    return number.isPresent();
  }

  private boolean parseFloat(String string, CanonicalBuffer out) {
    try {
      new FloatCodec(Schema.create(Schema.Type.DOUBLE), rule)
          .write(Double.valueOf(string.strip()), out);
      return true;
    } catch (NumberFormatException notANumber) {
      return false;
    }
  }

  private Optional<BigDecimal> number(String string) {
    String trimmed = string.strip();
    if (trimmed.equalsIgnoreCase("true") || trimmed.equalsIgnoreCase("false")) {
      return Optional.of(trimmed.equalsIgnoreCase("true") ? BigDecimal.ONE : BigDecimal.ZERO);
    }
    try {
      BigDecimal number = new BigDecimal(trimmed);
      int digits = rule.fractionalDigits().orElse(Integer.MAX_VALUE);
      boolean printable = Math.abs((long) number.scale()) + number.precision() <= MAX_DIGITS;
      return printable ? Optional.of(NumberCodec.rounded(number, digits)) : Optional.empty();
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }
}
