package dev.lockstep.producers.reread;

import dev.lockstep.producers.source.event.LogEvent.RowChanged;
import dev.lockstep.producers.source.event.LogPlace;
import java.util.List;
import java.util.Optional;

/** What a reader hands over, in its order. */
sealed interface Piece {

  /** Which piece of the table it is of, counted over all attempts. */
  int number();

  /**
   * A piece begins.
   *
   * @param seen its rows were seen with all of the log before here and with nothing from behind
   * @param after border behind which it begins; empty for the table's beginning
   */
  record Begun(int number, LogPlace seen, Optional<List<String>> after) implements Piece {}

  /** Some of its rows. */
  record Rows(int number, List<RowChanged> rows) implements Piece {}

  /** The table has been read to its end. */
  record Ended(int number) implements Piece {}
}
