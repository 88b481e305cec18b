package dev.lockstep.schema.change;

import java.util.Locale;

/**
 * The characters that a text may have.
 *
 * @param name {@code unicode}, {@code bmp} (of Unicode, those that two bytes number), {@code ascii}
 *     or a character set of a database
 */
public record Repertoire(String name) {

  public static final Repertoire UNICODE = new Repertoire("unicode");
  public static final Repertoire BMP = new Repertoire("bmp");
  public static final Repertoire ASCII = new Repertoire("ascii");

  public Repertoire {
    name = name.toLowerCase(Locale.ROOT);
  }

  /** Whether it has all the characters of the other. Other character sets hold none beyond BMP. */
  public boolean holds(Repertoire other) {
    return equals(UNICODE)
        || equals(other)
        || other.equals(ASCII)
        || equals(BMP) && !other.equals(UNICODE);
  }
}
