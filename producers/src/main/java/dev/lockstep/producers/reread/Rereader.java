package dev.lockstep.producers.reread;

import dev.lockstep.producers.publish.RereadPublisher;
import dev.lockstep.producers.publish.Rereading;
import dev.lockstep.producers.source.TableSession;
import dev.lockstep.producers.source.event.LogEvent.RowChanged;
import dev.lockstep.producers.source.event.LogPlace;
import dev.lockstep.schema.topic.TableName;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Brings a capture's publisher the rows of tables that are to be read anew, one table at a time,
 * each turn as many as leave the log its share. Belongs to the capture's thread; the reader behind
 * it has a thread of its own.
 */
public final class Rereader implements AutoCloseable {

  /** What is told of tables that are read anew. */
  public interface Teller {

    /**
     * A table waits or is read.
     *
     * @param total as the database estimates it
     */
    void reading(
        TableName table,
        String reason,
        long done,
        long total,
        OptionalDouble perSecond,
        Optional<Duration> remaining);

    /** All tables of the endpoint are read. */
    void readingAll(
        String reason,
        long done,
        long total,
        OptionalDouble perSecond,
        Optional<Duration> remaining);

    /** A table has been read to its end. */
    void read(TableName table);
  }

  private static final int BATCHES_A_TURN = 16;

  private final String endpoint;
  private final RereadPublisher publisher;
  private final Function<TableName, TableSession> opener;
  private final Clock clock;
  private final ReadingReport report;

  private @Nullable Rereading reading;
  private @Nullable TableReader reader;
  private Optional<List<String>> after = Optional.empty();
  private int firstUsable;
  private int definitions;

  /**
   * @param estimates how many rows tables have, about
   */
  public Rereader(
      String endpoint,
      RereadPublisher publisher,
      Function<TableName, TableSession> opener,
      Clock clock,
      Teller teller,
      Map<TableName, Long> estimates) {
    this.endpoint = endpoint;
    this.publisher = publisher;
    this.opener = opener;
    this.clock = clock;
    this.report = new ReadingReport(publisher, teller, estimates);
  }

  /** Whether all tables of the endpoint are being read, and that is not over. */
  public boolean isReadingAll() {
    return publisher.isReadingAll();
  }

  /**
   * One turn.
   *
   * @param place all of the log before it has been published
   * @throws WrongDefinitionException when the log's reader has to be given a table's definition
   */
  public void step(LogPlace place) {
    Rereading now = publisher.start().orElse(null);
    if (now != reading) {
      change(now);
    }
    TableReader open = reader;
    if (now != null && open != null) {
      open.reached(place);
      if (open.isDefinedOtherwise()) {
        throw new WrongDefinitionException(now.table());
      }
      take(now, open);
    }
    report.tell(reading, reader);
  }

  @SuppressWarnings("ReferenceEquality") // A reading that began anew is another one.
  private void take(Rereading current, TableReader open) {
    for (int batch = 0; batch < BATCHES_A_TURN; batch++) {
      if (current.definitions() != definitions || current.isOverrun()) {
        firstUsable = open.redo(after, current.isOverrun());
        definitions = current.definitions();
      }
      Optional<Piece> piece = open.poll();
      if (piece.isEmpty()) {
        return;
      }
      if (piece.get().number() < firstUsable) {
        continue;
      }
      switch (piece.get()) {
        case Piece.Begun begun -> {
          if (!current.seenUpTo(begun.seen())) {
            publisher.restart();
            return;
          }
          after = begun.after();
          definitions = current.definitions();
        }
        case Piece.Rows rows -> {
          for (RowChanged row : rows.rows()) {
            publisher.read(row);
          }
        }
        case Piece.Ended ended -> {
          report.ended(current);
          publisher.end();
        }
      }
      if (publisher.current().orElse(null) != current) {
        return;
      }
    }
  }

  private void change(@Nullable Rereading next) {
    close();
    reading = next;
    if (next != null) {
      report.begun();
      after = Optional.empty();
      firstUsable = 0;
      definitions = next.definitions();
      reader = TableReader.start(endpoint, next.table(), () -> opener.apply(next.table()), clock);
    }
  }

  /** Stops reading; the publisher knows what is left to do. */
  @Override
  public void close() {
    TableReader open = reader;
    if (open != null) {
      open.close();
    }
    reader = null;
    reading = null;
  }
}
