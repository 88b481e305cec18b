package dev.lockstep.producers.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The character sets that are Unicode, or a part of it, in a form that is read in one way only. */
final class UnicodeSet implements CharacterSet {

  private static final char REPLACEMENT = '\uFFFD';

  private final String name;
  private final Charset charset;

  private UnicodeSet(String name, Charset charset) {
    this.name = name;
    this.charset = charset;
  }

  static Optional<CharacterSet> of(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "utf8mb4", "utf8mb3" -> new UnicodeSet(name, StandardCharsets.UTF_8);
          case "ascii" -> new UnicodeSet(name, StandardCharsets.US_ASCII);
          case "utf16" -> new UnicodeSet(name, StandardCharsets.UTF_16BE);
          case "utf16le" -> new UnicodeSet(name, StandardCharsets.UTF_16LE);
          case "ucs2" -> new FixedSet(name, 2);
          case "utf32" -> new FixedSet(name, 4);
          default -> null;
        });
  }

  @Override
  public String decode(byte[] bytes) {
    // Much faster than a decoder of its own, which is asked only when there is doubt.
    String text = new String(bytes, charset);
    return text.indexOf(REPLACEMENT) < 0 ? text : strictly(bytes);
  }

  private String strictly(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      return charset
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(in)
          .toString();
    } catch (CharacterCodingException e) {
      throw UnreadableTextException.at(name, bytes, in.position());
    }
  }

  /** Code points of the same number of bytes each, the most significant one first. */
  private record FixedSet(String name, int width) implements CharacterSet {

    @Override
    public String decode(byte[] bytes) {
      StringBuilder text = new StringBuilder(bytes.length / width);
      int at = 0;
      for (; at + width <= bytes.length; at += width) {
        int code = 0;
        for (int i = at; i < at + width; i++) {
          code = code << 8 | bytes[i] & 0xff;
        }
        // Halves of a pair as well: two characters here, none that can be told apart elsewhere.
        if (!Character.isValidCodePoint(code)
            || (code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE)) {
          throw UnreadableTextException.at(name, bytes, at);
        }
        text.appendCodePoint(code);
      }
      if (at < bytes.length) {
        throw UnreadableTextException.at(name, bytes, at);
      }
      return text.toString();
    }
  }
}
