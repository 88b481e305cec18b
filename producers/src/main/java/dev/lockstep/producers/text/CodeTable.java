package dev.lockstep.producers.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A character set by a table of its codes, each of one to three bytes. The tables were written by a
 * server ({@code CharacterSetsIT}) and hold what it converts to Unicode and back unchanged. Lines
 * of a table begin with a code in hexadecimal; the characters behind it are those of that code and
 * of the ones that follow it, up to the next gap.
 */
final class CodeTable implements CharacterSet {

  /** Is of no older character set, and no character at all. */
  private static final char NONE = '\uFFFF';

  private static final class Node {
    final char[] characters = new char[256];
    final @Nullable Node[] next = new @Nullable Node[256];

    Node() {
      Arrays.fill(characters, NONE);
    }
  }

  private final String name;
  private final Node root = new Node();
  private final boolean extendsAscii;

  CodeTable(String name, String lines) {
    this.name = name;
    lines.lines().filter(line -> !line.isEmpty()).forEach(this::line);
    this.extendsAscii = readsAscii();
  }

  static Optional<CharacterSet> load(String name) {
    if (!name.matches("\\w+")) {
      return Optional.empty();
    }
    try (InputStream in = CodeTable.class.getResourceAsStream(name + ".txt")) {
      return in == null
          ? Optional.empty()
          : Optional.of(new CodeTable(name, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void line(String line) {
    int space = line.indexOf(' ');
    int bytes = space / 2;
    int code = Integer.parseInt(line, 0, space, 16);
    for (int at = space + 1; at < line.length(); code++) {
      char c = line.charAt(at);
      if (c == '\\') {
        c = (char) Integer.parseInt(line, at + 1, at + 5, 16);
        at += 4;
      }
      at++;
      put(code, bytes, c);
    }
  }

  private void put(int code, int bytes, char character) {
    Node node = root;
    for (int shift = 8 * (bytes - 1); shift > 0; shift -= 8) {
      int b = code >>> shift & 0xff;
      Node next = node.next[b];
      if (next == null) {
        next = new Node();
        node.next[b] = next;
      }
      node = next;
    }
    node.characters[code & 0xff] = character;
  }

  private boolean readsAscii() {
    for (char c = 0; c < 0x80; c++) {
      if (root.characters[c] != c) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String decode(byte[] bytes) {
    int start = 0;
    if (extendsAscii) {
      while (start < bytes.length && bytes[start] >= 0) {
        start++;
      }
      if (start == bytes.length) {
        return new String(bytes, StandardCharsets.US_ASCII);
      }
    }
    char[] text = new char[bytes.length];
    int length = 0;
    for (int at = 0; at < bytes.length; at++) {
      int from = at;
      Node node = root;
      char character = node.characters[bytes[at] & 0xff];
      while (character == NONE) {
        node = node.next[bytes[at] & 0xff];
        at++;
        if (node == null || at == bytes.length) {
          throw UnreadableTextException.at(name, bytes, from);
        }
        character = node.characters[bytes[at] & 0xff];
      }
      text[length++] = character;
    }
    return new String(text, 0, length);
  }
}
