package dev.lockstep.producers.publish;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.producers.publish.ChangeWriter.Barrier;
import dev.lockstep.producers.scope.CaptureScope;
import dev.lockstep.producers.source.event.LogEvent.RowChanged;
import dev.lockstep.schema.event.PendingReread;
import dev.lockstep.schema.event.Reread;
import dev.lockstep.schema.event.RereadKey;
import dev.lockstep.schema.topic.TableName;
import dev.lockstep.schema.topic.Topics;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Publishes tables that are read anew beside the log: one at a time, its beginning, the rows of
 * which the log has told nothing newer, its end; and the answers to who asked for that. All of it
 * in the Kafka transactions of the capture and in its thread, so that what is left to do is
 * committed with the records that say what was done.
 */
public final class RereadPublisher {

  /** An answer is read back within moments; until then its request seems to be open. */
  private static final int ANSWERS_REMEMBERED = 1000;

  private final CaptureScope scope;
  private final TransactionalLog log;
  private final TableChannels tables;
  private final ChangeWriter changes;
  private final MarkerWriter markers;
  private final Rereads rereads;
  private final Clock clock;
  private final Runnable flush;
  private final Deque<String> answered = new ArrayDeque<>();

  RereadPublisher(
      CaptureScope scope,
      TransactionalLog log,
      TableChannels tables,
      ChangeWriter changes,
      MarkerWriter markers,
      Rereads rereads,
      Clock clock,
      Runnable flush) {
    this.scope = scope;
    this.log = log;
    this.tables = tables;
    this.changes = changes;
    this.markers = markers;
    this.rereads = rereads;
    this.clock = clock;
    this.flush = flush;
  }

  /** Rows of a table cannot be known from the log: it is to be read anew. */
  public void need(NeededReread needed) {
    rereads.needed(needed);
  }

  /**
   * What the sink has applied stands in a table that is read as others are; and first, so that what
   * is read of those can be judged. One that is made later has all its rows in the log.
   */
  void needProgress(String reason) {
    TableName progress = scope.progressTable();
    if (scope.isTarget() && tables.isThere(progress)) {
      rereads.needed(NeededReread.ofAll(progress, reason));
    }
  }

  /** Somebody asks for a table to be read anew; asked for twice it is the same. */
  public void request(TableName table, Reread request) {
    if (rereads.isRequested(request.getId()) || answered.contains(request.getId())) {
      return;
    }
    if (isCaptured(table)) {
      rereads.requested(table, request.getReason(), request.getId());
    } else {
      answer(table, request.getId(), request.getReason(), 0, Optional.of(notCaptured(table)));
    }
  }

  /** Tables that are to be read anew, in order, as far as they are there and can be. */
  public List<PendingReread> pending() {
    return rereads.pending().stream()
        .filter(entry -> isCaptured(TableName.parse(entry.getTable())))
        .toList();
  }

  /** Whether a table is there, is included and can be captured. */
  public boolean isCaptured(TableName table) {
    return scope.isProgress(table) || (scope.captures(table) && tables.channel(table).isPresent());
  }

  /**
   * Whether all tables of the endpoint are being read, and that is not over. One that was refused
   * or dropped while nobody looked is not waited for.
   */
  public boolean isReadingAll() {
    return rereads.isReadingAll() && pending().stream().anyMatch(PendingReread::getWhole);
  }

  /** The table being read anew. */
  public Optional<Rereading> current() {
    return rereads.current();
  }

  /** Starts reading the next table anew, if one waits that can be read. */
  public Optional<Rereading> start() {
    if (rereads.current().isPresent()) {
      return rereads.current();
    }
    Optional<PendingReread> next = rereads.next(this::isCaptured);
    if (next.isEmpty()) {
      return Optional.empty();
    }
    Rereading reading = rereads.start(next.get());
    TableName table = reading.table();
    if (scope.isProgress(table)) {
      markers.progressIsRead();
      return Optional.of(reading);
    }
    TableChannel channel = tables.channel(table).orElseThrow();
    if (next.get().getSilent()) {
      channel.startOver();
    }
    tables.announce(table);
    beside(Barrier.SNAPSHOT_STARTS, table, channel);
    flush.run();
    return Optional.of(reading);
  }

  /**
   * Publishes a row that was read beside the log, unless the log has told something newer of it.
   * All of the log that the reader's transaction saw must have been published.
   */
  public void read(RowChanged row) {
    Rereading reading = rereads.of(row.table());
    if (reading == null) {
      return;
    }
    if (scope.isProgress(row.table())) {
      markers.progressRead(row);
      return;
    }
    Optional<TableChannel> channel = tables.channel(row.table());
    if (channel.isEmpty()) {
      return;
    }
    changes.beside(true);
    try {
      if (changes.read(channel.get(), row, reading)) {
        reading.published();
      }
    } catch (KeyChangedException | SnapshotNeededException e) {
      restart();
    } catch (OtherCharacterSetException e) {
      // Both definitions were those of the moment.
      refuseCharacterSet(row.table(), e);
    } catch (LockstepException e) {
      refuse(row.table(), e);
    } finally {
      changes.beside(false);
    }
  }

  /** The table is to be read from its beginning once more. */
  public void restart() {
    rereads.restart();
  }

  /** All rows of the table have been read: the rest of what was published before is gone. */
  public void end() {
    Rereading reading = rereads.current().orElseThrow();
    TableName table = reading.table();
    if (scope.isProgress(table)) {
      markers.progressWasRead();
    } else {
      tables.channel(table).ifPresent(channel -> beside(Barrier.SNAPSHOT_ENDS, table, channel));
    }
    answer(rereads.end(), reading.rows(), Optional.empty());
    flush.run();
  }

  /** Tables whose definition the log's reader is given now: it has to start anew for that. */
  public void known(Collection<TableName> known) {
    known.forEach(
        table -> {
          tables.takenUp(table);
          rereads.known(table);
        });
    flush.run();
  }

  /** Gives a table up: what the log or its reading told of it cannot be published. */
  public void refuse(TableName table, LockstepException why) {
    tables.refuse(table, why);
    forget(table, Optional.of(LockstepException.messageOf(why)));
  }

  void refuseCharacterSet(TableName table, OtherCharacterSetException difference) {
    refuse(
        table,
        new LockstepException(
            LockstepException.Category.DATA,
            difference.getMessage() + ": its texts cannot be read.",
            "Exclude table %1$s, or give its columns a character set by name (ALTER TABLE %1$s CONVERT TO CHARACTER SET utf8mb4)."
                .formatted(table)));
  }

  /** Nothing of a table is to be read any more. */
  void forget(TableName table, Optional<String> refusal) {
    rereads.forget(table).forEach(entry -> answer(entry, 0, refusal));
  }

  /** What was asked for of tables that are not there, or cannot be captured, is answered. */
  void forgetUncaptured() {
    for (PendingReread entry : rereads.pending()) {
      TableName table = TableName.parse(entry.getTable());
      if (!isCaptured(table)) {
        forget(table, Optional.of(notCaptured(table)));
      }
    }
  }

  private String notCaptured(TableName table) {
    return "Table %s of endpoint %s is not captured: it does not exist, no flow includes it, or it is refused."
        .formatted(table, scope.endpoint());
  }

  /** A barrier that is no part of the log. */
  private void beside(Barrier barrier, TableName table, TableChannel channel) {
    changes.beside(true);
    changes.barrier(barrier, table, channel, clock.instant(), true, null);
    changes.beside(false);
  }

  private void answer(PendingReread entry, long rows, Optional<String> refusal) {
    TableName table = TableName.parse(entry.getTable());
    entry.getRequests().forEach(id -> answer(table, id, entry.getReason(), rows, refusal));
  }

  private void answer(
      TableName table, String id, String reason, long rows, Optional<String> refusal) {
    Instant now = clock.instant();
    answered.addLast(id);
    if (answered.size() > ANSWERS_REMEMBERED) {
      answered.removeFirst();
    }
    log.send(
        Topics.REREADS.name(),
        0,
        new RereadKey(scope.endpoint(), table.toString()),
        new Reread(id, reason, now, refusal.isPresent() ? null : now, rows, refusal.orElse(null)));
  }
}
