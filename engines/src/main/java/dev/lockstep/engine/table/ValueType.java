package dev.lockstep.engine.table;

import dev.lockstep.schema.row.ColumnKind;

/**
 * What the values of a column are, whatever the database calls their type.
 *
 * @param precision of a decimal, and its {@code scale}; 0 for others
 */
public record ValueType(Form form, ColumnKind kind, int precision, int scale) {

  /** What a value travels as. */
  public enum Form {
    /** An {@code Integer}; a date as its days since 1970. */
    INT,
    /** A {@code Long}; times as microseconds, from midnight or since 1970. */
    LONG,
    FLOAT,
    DOUBLE,
    BOOLEAN,
    /** A {@code String}. */
    TEXT,
    /** A {@code ByteBuffer}. */
    BYTES,
    /** A {@code BigDecimal} of the column's scale. */
    DECIMAL
  }

  public static ValueType of(Form form, ColumnKind kind) {
    return new ValueType(form, kind, 0, 0);
  }

  public static ValueType decimal(ColumnKind kind, int precision, int scale) {
    return new ValueType(Form.DECIMAL, kind, precision, scale);
  }
}
