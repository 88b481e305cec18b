package dev.lockstep.producers.reread;

import dev.lockstep.flow.Endpoint;
import dev.lockstep.producers.debezium.DirectRows;
import dev.lockstep.producers.debezium.LogEvent.RowChanged;
import dev.lockstep.producers.debezium.LogPlace;
import dev.lockstep.producers.publish.RereadPublisher;
import dev.lockstep.producers.publish.Rereading;
import dev.lockstep.schema.event.PendingReread;
import dev.lockstep.schema.topic.TableName;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;
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

    /** A table has been read to its end. */
    void read(TableName table);
  }

  private static final int BATCHES_A_TURN = 16;
  private static final Duration TELL_EVERY = Duration.ofMillis(500);

  private final Endpoint endpoint;
  private final RereadPublisher publisher;
  private final Supplier<DirectRows> opener;
  private final Clock clock;
  private final Teller teller;

  /** Told as waiting or being read, and not yet as done. */
  private final Set<TableName> told = new HashSet<>();

  private @Nullable Rereading reading;
  private @Nullable TableReader reader;
  private Pace pace = new Pace();
  private Optional<List<String>> after = Optional.empty();
  private int firstUsable;
  private int definitions;
  private long toldNanos;

  public Rereader(
      Endpoint endpoint,
      RereadPublisher publisher,
      Supplier<DirectRows> opener,
      Clock clock,
      Teller teller) {
    this.endpoint = endpoint;
    this.publisher = publisher;
    this.opener = opener;
    this.clock = clock;
    this.teller = teller;
    this.toldNanos = System.nanoTime() - TELL_EVERY.toNanos();
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
    tell();
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
        case Piece.Ended ended -> publisher.end();
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
      pace = new Pace();
      after = Optional.empty();
      firstUsable = 0;
      definitions = next.definitions();
      reader = TableReader.start(endpoint, next.table(), opener, clock);
    }
  }

  private void tell() {
    List<PendingReread> pending = publisher.pending();
    long now = System.nanoTime();
    if ((pending.isEmpty() && told.isEmpty()) || now - toldNanos < TELL_EVERY.toNanos()) {
      return;
    }
    toldNanos = now;
    Set<TableName> waiting = new HashSet<>();
    for (PendingReread entry : pending) {
      TableName table = TableName.parse(entry.getTable());
      if (waiting.add(table)) {
        tell(table, entry, now);
      }
    }
    told.removeIf(
        table -> {
          boolean done = !waiting.contains(table);
          if (done && publisher.isCaptured(table)) {
            teller.read(table);
          }
          return done;
        });
    told.addAll(waiting);
  }

  private void tell(TableName table, PendingReread entry, long now) {
    Rereading current = reading;
    TableReader open = reader;
    if (current == null || open == null || !current.table().equals(table)) {
      teller.reading(table, entry.getReason(), 0, 0, OptionalDouble.empty(), Optional.empty());
      return;
    }
    long done = current.rows();
    pace.done(now, done);
    OptionalDouble perSecond = pace.perSecond();
    long total = open.estimatedRows();
    String trouble = open.trouble();
    teller.reading(
        table,
        trouble.isEmpty()
            ? current.reason()
            : "%s (just now it cannot be read: %s)".formatted(current.reason(), trouble),
        done,
        Math.max(done, total),
        perSecond,
        Pace.remaining(done, total, perSecond));
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
