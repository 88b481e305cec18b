package dev.lockstep.schema.row;

import org.jspecify.annotations.Nullable;

/**
 * Reads the values of one column: canonical bytes, canonical text and the fold. Never given null.
 */
interface ValueCodec {

  ColumnKind kind();

  /** Appends tag and canonical value. */
  void write(Object value, CanonicalBuffer out);

  /** Canonical text, for people. */
  String text(Object value);

  /**
   * Canonical text of a canonical value, tag included; null where that cannot be told from it. What
   * is no value of this column is not told either.
   */
  default @Nullable String textOf(CanonicalReader in) {
    return null;
  }

  /** Appends the coarse form of a key's value. */
  default void fold(Object value, CanonicalBuffer out) {
    write(value, out);
  }
}
