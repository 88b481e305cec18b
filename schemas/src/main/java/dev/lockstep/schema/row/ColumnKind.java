package dev.lockstep.schema.row;

import java.util.Locale;
import java.util.Optional;

/** What a column's value is, whatever the database calls its type. */
public enum ColumnKind {
  INTEGER,
  DECIMAL,
  FLOAT,
  BOOLEAN,
  TEXT,
  BYTES,
  DATE,
  /** A signed length of time; MySQL's TIME goes below zero and above a day. */
  TIME,
  /** Date and time on a wall, without a zone. */
  LOCAL_TIMESTAMP,
  /** A point on the time line. */
  INSTANT,
  UUID,
  JSON,
  LIST,
  MAP,
  SET;

  /** Integers, decimals and truth values are one: what a database calls 1 another calls true. */
  public boolean isExactNumber() {
    return this == INTEGER || this == DECIMAL || this == BOOLEAN;
  }

  /** The value of the Avro field property {@code lockstep.kind}, and of configuration. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@link #label()} back. */
  public static Optional<ColumnKind> of(String label) {
    for (ColumnKind kind : values()) {
      if (kind.name().equalsIgnoreCase(label)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
