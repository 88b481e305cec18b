package dev.lockstep.schema.row;

/**
 * Reads the values of one column: canonical bytes, canonical text and the fold. Never given null.
 */
interface ValueCodec {

  ColumnKind kind();

  /** Appends tag and canonical value. */
  void write(Object value, CanonicalBuffer out);

  /** Canonical text, for people. */
  String text(Object value);

  /** Appends the coarse form of a key's value. */
  default void fold(Object value, CanonicalBuffer out) {
    write(value, out);
  }
}
