package dev.lockstep.producers.reread;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.producers.source.TableSession;
import dev.lockstep.producers.source.event.LogEvent.RowChanged;
import dev.lockstep.producers.source.event.LogPlace;
import dev.lockstep.schema.kafka.Backoff;
import dev.lockstep.schema.topic.TableName;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one table on a thread of its own, piece by piece, and hands its rows to the capture's
 * thread through a bounded queue.
 *
 * <ol>
 *   <li>A piece is read in one snapshot, whose exact place in the log the session tells.
 *   <li>Its rows are asked for only when the log has been read up to that place: then the log's
 *       reader has the definition of the table that the rows have, or it is seen that it has not.
 *   <li>What fails is tried again from the last border. Rows of the same piece may be handed over
 *       twice; each is as new as its piece.
 * </ol>
 *
 * Tables without transactions are seen as they are while they are read: all that the log tells from
 * the beginning of the piece on is newer, and their rows wait for the log to be read up to the end
 * of the piece.
 */
final class TableReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TableReader.class);

  /** Rows of a piece: some seconds' work. */
  static final int MOST_ROWS = Integer.getInteger("lockstep.reread.rows", 50_000);

  private static final int LEAST_ROWS = 500;
  private static final long PIECE_BYTES = 64L << 20;
  private static final int BATCH_ROWS = 256;
  private static final long BATCH_BYTES = 1 << 20;
  private static final int BATCHES = 8;

  /** A definition may have changed after the log was looked at, but not each time. */
  private static final int MOST_UNMATCHED = 3;

  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

  /** Something in between asks for the piece to be read once more. */
  private static final class AgainException extends Exception {
    private static final long serialVersionUID = 1L;

    AgainException(String why) {
      super(why);
    }
  }

  private final TableName table;
  private final Supplier<TableSession> opener;
  private final Clock clock;
  private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(BATCHES);
  private final Thread thread;
  private final Object placeMonitor = new Object();

  private LogPlace place = LogPlace.START;
  private int rowsAtOnce = MOST_ROWS;
  private int number;
  private Optional<List<String>> border = Optional.empty();
  private boolean divisible = true;
  private volatile boolean closed;
  private volatile long estimate;
  private volatile String trouble = "";

  /** How often in a row the log, read to its end, had another definition than the database. */
  private volatile int unmatched;

  private volatile @Nullable TableSession session;
  private @Nullable Optional<List<String>> redoFrom;

  private TableReader(
      String endpoint, TableName table, Supplier<TableSession> opener, Clock clock) {
    this.table = table;
    this.opener = opener;
    this.clock = clock;
    this.thread = new Thread(this::run, "reread-" + endpoint);
    this.thread.setDaemon(true);
  }

  static TableReader start(
      String endpoint, TableName table, Supplier<TableSession> opener, Clock clock) {
    TableReader reader = new TableReader(endpoint, table, opener, clock);
    reader.thread.start();
    return reader;
  }

  /** The log has been published up to here. */
  void reached(LogPlace now) {
    synchronized (placeMonitor) {
      if (place.isBefore(now)) {
        place = now;
        placeMonitor.notifyAll();
      }
    }
  }

  /** What comes next; empty when there is nothing yet. */
  Optional<Piece> poll() {
    return Optional.ofNullable(pieces.poll());
  }

  /**
   * What was read behind a border is not usable: it is read again, in smaller pieces where asked.
   * Pieces numbered lower than the one that {@link #poll} tells next of are to be passed over.
   *
   * @return number of the first piece that is usable
   */
  int redo(Optional<List<String>> after, boolean smaller) {
    synchronized (this) {
      redoFrom = after;
      if (smaller) {
        rowsAtOnce = Math.max(LEAST_ROWS, rowsAtOnce / 4);
      }
      return number + 1;
    }
  }

  /** About how many rows there are. */
  long estimatedRows() {
    return estimate;
  }

  /** Whether the log's reader has, and will keep, another definition than the database. */
  boolean isDefinedOtherwise() {
    return unmatched >= MOST_UNMATCHED;
  }

  /** What went wrong last; empty when all is well. */
  String trouble() {
    return trouble;
  }

  @Override
  public void close() {
    closed = true;
    TableSession open = session;
    if (open != null) {
      open.abort();
    }
    thread.interrupt();
    try {
      thread.join(LONGEST_CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    int failures = 0;
    while (!closed) {
      int before = number;
      try (TableSession opened = opener.get()) {
        session = opened;
        while (!closed) {
          if (readPiece(opened)) {
            waitForRedo();
          }
          trouble = "";
          failures = 0;
        }
      } catch (InterruptedException e) {
        return;
      } catch (AgainException | TableSession.FailedException | RuntimeException e) {
        if (closed) {
          return;
        }
        trouble = LockstepException.messageOf(e);
        LOG.info("Table {} is read again from the last border: {}", table, trouble);
      } finally {
        session = null;
      }
      if (number > before + 1) {
        failures = 0;
      }
      try {
        Thread.sleep(PAUSES.after(++failures));
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** The end has been handed over: there is more to do only if it is asked for. */
  private void waitForRedo() throws InterruptedException {
    while (true) {
      synchronized (this) {
        if (redoFrom != null) {
          return;
        }
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Returns whether it was the last one. */
  private boolean readPiece(TableSession open)
      throws TableSession.FailedException, InterruptedException, AgainException {
    Optional<List<String>> after = nextNumber();
    TableSession.Size size = open.size();
    sized(size);
    // First everything from before: so the piece need not stay open while a backlog is read.
    LogPlace end = open.logEnd();
    awaitReached(end);
    try {
      TableSession.Seen seen = open.begin(end);
      hand(new Piece.Begun(number, seen.all(), after));
      awaitReached(seen.most());
      pin(open);
      Optional<List<String>> upTo = border(open, after);
      if (size.transactional()) {
        read(open, after, upTo);
      } else {
        readLoose(open, after, upTo);
      }
      if (upTo.isEmpty()) {
        hand(new Piece.Ended(number));
        return true;
      }
      synchronized (this) {
        border = upTo;
      }
      return false;
    } finally {
      open.end();
    }
  }

  private void pin(TableSession open) throws TableSession.FailedException, AgainException {
    try {
      if (!open.pin()) {
        unmatched = unmatched + 1;
        throw new AgainException("its new definition has yet to be read");
      }
      unmatched = 0;
    } catch (TableSession.GoneException e) {
      throw new AgainException("it is not there");
    }
  }

  private synchronized Optional<List<String>> nextNumber() {
    Optional<List<String>> redo = redoFrom;
    if (redo != null) {
      border = redo;
      redoFrom = null;
    }
    number++;
    return border;
  }

  private Optional<List<String>> border(TableSession open, Optional<List<String>> after)
      throws TableSession.FailedException, AgainException {
    if (!divisible || !open.isDivisible()) {
      return Optional.empty();
    }
    try {
      return open.border(after, rowsNow());
    } catch (TableSession.IndivisibleException e) {
      divisible = false;
      synchronized (this) {
        border = Optional.empty();
      }
      throw new AgainException("its key cannot be written exactly, so it is read in one piece");
    }
  }

  private synchronized int rowsNow() {
    return rowsAtOnce;
  }

  /** Notes how many rows there are, and how many to read at once. */
  private void sized(TableSession.Size size) {
    estimate = Math.max(estimate, size.rows());
    long fitting = PIECE_BYTES / Math.max(1, size.rowBytes());
    synchronized (this) {
      rowsAtOnce = (int) Math.min(rowsAtOnce, Math.max(LEAST_ROWS, fitting));
    }
  }

  private void read(TableSession open, Optional<List<String>> after, Optional<List<String>> upTo)
      throws TableSession.FailedException, InterruptedException, AgainException {
    try (TableSession.Rows rows = open.read(after, upTo)) {
      try {
        handAll(rows);
      } catch (AgainException | InterruptedException e) {
        // Else closing would read the rest of what is not wanted.
        open.abort();
        throw e;
      }
    }
  }

  private void handAll(TableSession.Rows rows)
      throws TableSession.FailedException, InterruptedException, AgainException {
    List<RowChanged> batch = new ArrayList<>();
    long bytes = 0;
    for (Optional<RowChanged> row = rows.next(clock.instant());
        row.isPresent();
        row = rows.next(clock.instant())) {
      batch.add(row.get());
      bytes += RowSize.of(row.get());
      if (batch.size() == BATCH_ROWS || bytes > BATCH_BYTES) {
        hand(new Piece.Rows(number, batch));
        batch = new ArrayList<>();
        bytes = 0;
      }
    }
    if (!batch.isEmpty()) {
      hand(new Piece.Rows(number, batch));
    }
  }

  /** Of a table without transactions: a row may be newer than where the piece began. */
  private void readLoose(
      TableSession open, Optional<List<String>> after, Optional<List<String>> upTo)
      throws TableSession.FailedException, InterruptedException, AgainException {
    List<RowChanged> all = new ArrayList<>();
    try (TableSession.Rows rows = open.read(after, upTo)) {
      for (Optional<RowChanged> row = rows.next(clock.instant());
          row.isPresent();
          row = rows.next(clock.instant())) {
        all.add(row.get());
      }
    }
    awaitReached(open.logEnd());
    for (int from = 0; from < all.size(); from += BATCH_ROWS) {
      hand(
          new Piece.Rows(
              number, List.copyOf(all.subList(from, Math.min(all.size(), from + BATCH_ROWS)))));
    }
  }

  private void hand(Piece piece) throws InterruptedException, AgainException {
    do {
      synchronized (this) {
        if (redoFrom != null) {
          throw new AgainException("what was read is no longer usable");
        }
      }
    } while (!closed && !pieces.offer(piece, 50, TimeUnit.MILLISECONDS));
    if (closed) {
      throw new InterruptedException();
    }
  }

  private void awaitReached(LogPlace wanted) throws InterruptedException {
    synchronized (placeMonitor) {
      while (place.isBefore(wanted)) {
        if (closed) {
          throw new InterruptedException();
        }
        placeMonitor.wait(100);
      }
    }
  }
}
