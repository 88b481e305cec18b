package dev.lockstep.producers.source.event;

import org.jspecify.annotations.Nullable;

/** One image of a row. */
public interface Row {

  /**
   * What the source has in a column of the row's {@link RowShape}; its reader makes sense of it.
   */
  @Nullable Object value(int column);
}
