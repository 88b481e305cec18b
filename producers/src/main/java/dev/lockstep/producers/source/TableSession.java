package dev.lockstep.producers.source;

import dev.lockstep.producers.source.event.LogEvent.RowChanged;
import dev.lockstep.producers.source.event.LogPlace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A connection on which one table is read beside its log, in pieces. Each piece is read in one
 * snapshot of which is known what of the log it holds. Belongs to one thread, but for {@link
 * #abort()}.
 *
 * <p>Use: {@link #size()} and {@link #logEnd()}, {@link #begin}, then {@link #pin()} once the log
 * has been read up to there, {@link #border} and {@link #read}, {@link #end()}.
 */
public interface TableSession extends AutoCloseable {

  /** How large the table is, about. Outside a piece. */
  Size size() throws FailedException;

  /** Where the log ends. Outside a piece, or when a table without transactions has been read. */
  LogPlace logEnd() throws FailedException;

  /**
   * Begins a piece, which holds at least what has been read of the log.
   *
   * @param read place up to which it has been
   */
  Seen begin(LogPlace read) throws FailedException;

  /**
   * Keeps the table from being altered until the piece ends.
   *
   * @return whether the log's reader has the table's definition, so that rows can be read in its
   *     words; the rest of the piece is of use only then
   * @throws GoneException when there is no such table
   */
  boolean pin() throws FailedException, GoneException;

  /**
   * Where the piece that starts behind a border ends.
   *
   * @param after the border before; empty for the table's beginning
   * @return empty when fewer rows than that are left
   * @throws IndivisibleException when the table's key does not divide it for sure
   */
  Optional<List<String>> border(Optional<List<String>> after, int rows)
      throws FailedException, IndivisibleException;

  /** Whether the table can be divided at all, as far as its types tell. */
  boolean isDivisible();

  /** Reads the rows from behind one border up to another one with its row. */
  Rows read(Optional<List<String>> after, Optional<List<String>> upTo) throws FailedException;

  /** Ends the piece, whatever became of it. */
  void end() throws FailedException;

  /** Ends what is being read, from another thread. */
  void abort();

  @Override
  void close();

  /**
   * What of the log a piece is seen with: all before one place, and nothing from behind another.
   * They are one and the same where the server tells the place of a snapshot exactly.
   */
  record Seen(LogPlace all, LogPlace most) {

    public static Seen exactly(LogPlace place) {
      return new Seen(place, place);
    }
  }

  /**
   * How large a table is.
   *
   * @param rows about
   * @param rowBytes of a row, on average; 0 when not known
   * @param transactional whether a snapshot of it exists; else rows are seen as they are while they
   *     are read
   */
  record Size(long rows, long rowBytes, boolean transactional) {}

  /** Rows being read. */
  interface Rows extends AutoCloseable {

    /** The next row, or empty at the end. */
    Optional<RowChanged> next(Instant at) throws FailedException;

    @Override
    void close() throws FailedException;
  }

  /** It could not be asked or read; the message is the server's. */
  final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    public FailedException(Throwable cause) {
      super(String.valueOf(cause.getMessage()), cause);
    }
  }

  /** A key that the server does not find again by its own text. */
  final class IndivisibleException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** The table is not there. */
  final class GoneException extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
