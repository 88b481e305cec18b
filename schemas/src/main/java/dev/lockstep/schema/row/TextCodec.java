package dev.lockstep.schema.row;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.avro.generic.GenericFixed;
import org.jspecify.annotations.Nullable;

/** Text, exact to the last trailing space unless a rule trims it. */
final class TextCodec implements ValueCodec {

  private final boolean trim;

  TextCodec(ColumnRule rule) {
    this.trim = rule.trim();
  }

  @Override
  public ColumnKind kind() {
    return ColumnKind.TEXT;
  }

  @Override
  public void write(Object value, CanonicalBuffer out) {
    String text = value.toString();
    out.octet(CanonicalBuffer.TEXT);
    out.text(text, end(text));
  }

  @Override
  public String text(Object value) {
    String text = value.toString();
    return text.substring(0, end(text));
  }

  @Override
  public @Nullable String textOf(CanonicalReader in) {
    return in.takes(CanonicalBuffer.TEXT) ? in.text() : null;
  }

  @Override
  public void fold(Object value, CanonicalBuffer out) {
    out.octet(CanonicalBuffer.TEXT);
    out.text(TextFold.fold(value.toString()));
  }

  private int end(String text) {
    int end = text.length();
    while (trim && end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return end;
  }

  /**
   * UUIDs, whatever their case, hyphens and braces; folded like text, for keys that are text
   * elsewhere.
   */
  static final class Uuid implements ValueCodec {

    private static final Pattern NOISE = Pattern.compile("[-{}\\s]");
    private static final int DIGITS = 32;

    @Override
    public ColumnKind kind() {
      return ColumnKind.UUID;
    }

    @Override
    public void write(Object value, CanonicalBuffer out) {
      String digits = digits(value);
      out.octet(digits.length() == DIGITS ? CanonicalBuffer.UUID : CanonicalBuffer.TEXT);
      out.text(digits.length() == DIGITS ? digits : value.toString());
    }

    @Override
    public String text(Object value) {
      String digits = digits(value);
      return digits.length() != DIGITS
          ? value.toString()
          : String.join(
              "-",
              digits.substring(0, 8),
              digits.substring(8, 12),
              digits.substring(12, 16),
              digits.substring(16, 20),
              digits.substring(20));
    }

    @Override
    public @Nullable String textOf(CanonicalReader in) {
      if (in.takes(CanonicalBuffer.UUID)) {
        return text(in.text());
      }
      return in.takes(CanonicalBuffer.TEXT) ? in.text() : null;
    }

    @Override
    public void fold(Object value, CanonicalBuffer out) {
      out.octet(CanonicalBuffer.TEXT);
      out.text(TextFold.fold(text(value)));
    }

    private static String digits(Object value) {
      return NOISE.matcher(value.toString()).replaceAll("").toLowerCase(Locale.ROOT);
    }
  }

  /** Bytes, exact. */
  static final class Bytes implements ValueCodec {

    @Override
    public ColumnKind kind() {
      return ColumnKind.BYTES;
    }

    @Override
    public void write(Object value, CanonicalBuffer out) {
      out.octet(CanonicalBuffer.BYTES);
      out.escaped(buffer(value));
    }

    @Override
    public String text(Object value) {
      return "0x" + HexFormat.of().formatHex(array(value));
    }

    @Override
    public @Nullable String textOf(CanonicalReader in) {
      return in.takes(CanonicalBuffer.BYTES) ? "0x" + HexFormat.of().formatHex(in.escaped()) : null;
    }

    /** BINARY(n) pads with zeros, text that was read as bytes with spaces. */
    @Override
    public void fold(Object value, CanonicalBuffer out) {
      ByteBuffer bytes = buffer(value).duplicate();
      while (bytes.hasRemaining()
          && (bytes.get(bytes.limit() - 1) == 0 || bytes.get(bytes.limit() - 1) == ' ')) {
        bytes.limit(bytes.limit() - 1);
      }
      out.octet(CanonicalBuffer.BYTES);
      out.escaped(bytes);
    }

    /** The characters behind the bytes where a rule says that they are text. */
    String decoded(Object value) {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(buffer(value).duplicate()).toString();
      } catch (CharacterCodingException notUtf8) {
        return text(value);
      }
    }

    /** The plain hex digits. */
    String hex(Object value) {
      return HexFormat.of().formatHex(array(value));
    }

    private static ByteBuffer buffer(Object value) {
      return value instanceof GenericFixed fixed
          ? ByteBuffer.wrap(fixed.bytes())
          : (ByteBuffer) value;
    }

    private static byte[] array(Object value) {
      ByteBuffer buffer = buffer(value);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(buffer.position(), bytes);
      return bytes;
    }
  }
}
