package dev.lockstep.producers.source.event;

/** Turns a value that is not null, as its source has it, into what its column's type says. */
@FunctionalInterface
public interface ValueReader {

  /**
   * Returns a value of the column's {@link dev.lockstep.engine.table.ValueType.Form}. Throws an
   * {@link UnreadableValueException} for a value that cannot be told exactly.
   */
  Object read(Object value);
}
