package dev.lockstep.producers.publish;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.producers.behind.Behind;
import dev.lockstep.producers.publish.ChangeWriter.Barrier;
import dev.lockstep.producers.scope.CaptureScope;
import dev.lockstep.producers.source.event.LogEvent;
import dev.lockstep.producers.source.event.LogEvent.RowChanged;
import dev.lockstep.producers.source.event.LogEvent.TableChange;
import dev.lockstep.producers.source.event.LogEvent.TableTruncated;
import dev.lockstep.producers.source.event.LogEvent.TablesChanged;
import dev.lockstep.producers.source.event.LogEvent.TransactionEnded;
import dev.lockstep.producers.source.event.LogEvent.TransactionStarted;
import dev.lockstep.producers.source.event.LogMark;
import dev.lockstep.producers.source.event.LogOffset;
import dev.lockstep.producers.source.event.LogPlace;
import dev.lockstep.producers.source.event.ResumePoint;
import dev.lockstep.schema.topic.TableName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Publishes one run of a capture (invariant 1): every row change of a captured table once, in the
 * log's order, with a serial that never goes back; barriers in every partition; markers where a
 * transaction ends; and, in the same Kafka transaction, the position from which the next run would
 * go on. What the log repeats after a restart is dropped up to the mark in that position.
 *
 * <p>Belongs to the capture's thread. A crash leaves the newest committed position and exactly the
 * records up to it; a publisher that has thrown is of no more use.
 */
public final class ChangePublisher {

  private final CaptureScope scope;
  private final TransactionalLog log;
  private final TableChannels tables;
  private final MarkerWriter markers;
  private final ChangeWriter changes;
  private final Serials serials;
  private final Rereads rereads;
  private final RereadPublisher rereading;
  private final DefinitionPublisher definitions;
  private final int epoch;
  private final Clock clock;
  private final Function<String, Optional<Instant>> commits;
  private Optional<LogMark> publishedBefore;

  /** What the scope says of each table seen: asking it for every row costs. */
  private final Map<TableName, Boolean> captured = new HashMap<>();

  private Optional<LogMark> mark;
  private @Nullable LogOffset offset;
  private Optional<ResumePoint> committedResume;
  private boolean snapshotCompleted;
  private @Nullable String transaction;

  /** Where the open transaction starts: events within one may not know their own place. */
  private LogPlace begun = LogPlace.START;

  /** The log file of the transaction read last. */
  private String inFile;

  private @Nullable Instant committedAt;

  /** Why all tables are to be read. */
  private String reasonForAll = "";

  /**
   * @param behind is told what has been read
   * @param commits when a transaction committed, as far as its log event was seen
   */
  public ChangePublisher(
      CaptureScope scope,
      int partitions,
      TransactionalLog log,
      TableChannels tables,
      Position from,
      Clock clock,
      Duration markerHeartbeat,
      Behind behind,
      Function<String, Optional<Instant>> commits) {
    this.scope = scope;
    this.log = log;
    this.tables = tables;
    this.clock = clock;
    this.commits = commits;
    this.serials = new Serials(from.serial());
    this.epoch = from.epoch();
    this.markers =
        new MarkerWriter(
            scope,
            partitions,
            log,
            from,
            serials,
            clock,
            markerHeartbeat,
            behind,
            tables::untoldOf);
    this.changes = new ChangeWriter(scope, partitions, log, markers, serials, epoch);
    this.rereads = new Rereads(from.rereads());
    this.rereading =
        new RereadPublisher(scope, log, tables, changes, markers, rereads, clock, this::flush);
    this.definitions = new DefinitionPublisher(tables, rereads, rereading, this::barrier, clock);
    this.committedResume = from.resume();
    this.publishedBefore = from.resume().flatMap(ResumePoint::mark);
    this.mark = publishedBefore;
    this.inFile = from.resume().map(point -> point.place().file()).orElse("");
    this.snapshotCompleted = from.snapshotCompleted();
    this.changes.capturedAt(clock.instant());
  }

  /**
   * Begins a new baseline: announces all tables, before the connector chooses the place from which
   * on it follows the log. Their rows are read beside the log then.
   */
  public void announceAll(String reason) {
    reasonForAll = reason;
    tables.forgetAnnouncements();
    for (TableName table : tables.captured()) {
      tables.channel(table).ifPresent(channel -> definitions.announce(table, channel));
    }
    commit();
  }

  /** What is published of tables that are read anew beside the log. */
  public RereadPublisher rereads() {
    return rereading;
  }

  /** A batch of events arrived now. */
  public void batch() {
    changes.capturedAt(clock.instant());
  }

  public void publish(LogEvent event) {
    switch (event) {
      case RowChanged row -> row(row);
      case TransactionStarted started -> started(started);
      case TransactionEnded ended -> ended(ended);
      case TableTruncated truncated -> truncated(truncated);
      case TablesChanged changed -> changed(changed);
      case LogEvent.SnapshotEnded ended -> snapshotEnded(ended);
      case LogEvent.Heartbeat heartbeat -> passed(heartbeat.offset(), Optional.empty());
      case LogEvent.Ignored ignored -> {}
    }
  }

  private boolean published(Optional<LogMark> place) {
    return place.isPresent()
        && publishedBefore.isPresent()
        && place.get().isAtOrBefore(publishedBefore.get());
  }

  private void passed(LogOffset newOffset, Optional<LogMark> newMark) {
    if (snapshotCompleted) {
      offset = newOffset;
      markers.read(newOffset);
      if (newMark.isPresent()) {
        mark = newMark;
      }
    }
  }

  private void row(RowChanged row) {
    if (published(row.mark())) {
      return;
    }
    if (scope.isProgress(row.table())) {
      markers.progress(row);
    } else if (captured.computeIfAbsent(row.table(), scope::captures)
        && !rereads.isSilent(row.table())) {
      tables.channel(row.table()).ifPresent(channel -> send(row, channel));
    }
    passed(row.offset(), row.mark());
  }

  private void send(RowChanged row, TableChannel channel) {
    TableName table = row.table();
    if (!tables.isAnnounced(table)) {
      needReread(table, "Table %s has rows that were never read".formatted(table), true);
      return;
    }
    try {
      GenericRecord key = changes.row(channel, row, committed(row.at()));
      Rereading reading = rereads.of(table);
      if (reading != null) {
        reading.changed(channel.identity(key), begun);
      }
    } catch (KeyChangedException e) {
      needReread(table, String.valueOf(e.getMessage()), true);
    } catch (OtherCharacterSetException e) {
      // The definition is on its way in the log, or its reader misunderstood it.
      rereading.need(new NeededReread(table, String.valueOf(e.getMessage()), true, true));
    } catch (LockstepException e) {
      rereading.refuse(table, e);
    }
  }

  private void needReread(TableName table, String reason, boolean silent) {
    rereading.need(new NeededReread(table, reason, silent, false));
  }

  /**
   * A transaction that was being read goes on elsewhere, or another follows in its midst: its log
   * was cut off by a crash, and what was published of it never happened.
   */
  private boolean isCutOff(TransactionStarted started, String file) {
    return mark.filter(last -> last.row() > 0)
        .filter(last -> !last.transaction().equals(started.id()) || !inFile.equals(file))
        .isPresent();
  }

  /**
   * The log lacks something: the open transaction, of which a part may have been published, never
   * happened, and another may have happened of which the log tells nothing.
   */
  public void cutOff(String reason) {
    if (!snapshotCompleted) {
      return;
    }
    publishedBefore = Optional.empty();
    mark = Optional.empty();
    transaction = null;
    committedAt = null;
    markers.cutOff();
    for (TableName table : tables.announced()) {
      needReread(table, reason, false);
      tables
          .channel(table)
          .ifPresent(channel -> barrier(Barrier.SNAPSHOT_STARTS, table, channel, clock.instant()));
    }
  }

  private void started(TransactionStarted started) {
    String file = started.offset().place().file();
    if (!inFile.isEmpty() && isCutOff(started, file)) {
      cutOff(
          "The log was cut off within a transaction of which a part was read, before %s"
              .formatted(started.id()));
    }
    inFile = file;
    if (!started.id().equals(transaction)) {
      endOpen();
      transaction = started.id();
      committedAt = null;
      markers.begin(started.id(), position());
    }
    begun = started.offset().place();
    passed(started.offset(), Optional.empty());
  }

  /** Changes of tables are transactions whose end the log does not tell. */
  private void endOpen() {
    if (transaction != null) {
      markEnd();
    }
    transaction = null;
  }

  /** Marks what the open transaction did up to here; more of it may follow. */
  private void markEnd() {
    Instant at = committedAt == null ? clock.instant() : committedAt;
    markers.end(at, position());
  }

  private void ended(TransactionEnded ended) {
    if (published(Optional.of(ended.mark()))) {
      // What was read beside the log meanwhile is no part of it, and waits for no other one.
      endOpen();
    } else {
      committed(ended.notAfter());
      markers.read(ended.id());
      endOpen();
      passed(ended.offset(), Optional.of(ended.mark()));
    }
    transaction = null;
    committedAt = null;
  }

  private Instant committed(Instant otherwise) {
    Instant known = committedAt;
    if (known == null) {
      known = transaction == null ? otherwise : commits.apply(transaction).orElse(otherwise);
      committedAt = known;
      markers.committed(known);
    }
    return known;
  }

  private void truncated(TableTruncated truncated) {
    if (published(Optional.of(truncated.mark()))) {
      markEnd();
      return;
    }
    TableName table = truncated.table();
    if (scope.captures(table) && !rereads.isSilent(table)) {
      Instant at = committed(truncated.at());
      tables.channel(table).ifPresent(channel -> barrier(Barrier.TRUNCATED, table, channel, at));
      Rereading reading = rereads.of(table);
      if (reading != null) {
        reading.emptied(begun.isBefore(truncated.place()) ? truncated.place() : begun);
      }
    }
    markEnd();
    passed(truncated.offset(), Optional.of(truncated.mark()));
  }

  private void changed(TablesChanged changed) {
    if (published(changed.mark())) {
      markEnd();
      return;
    }
    for (TableChange change : changed.changes()) {
      if (scope.captures(change.table()) && changed.mark().isPresent()) {
        definitions.changed(change, committed(changed.at()));
      } else if (scope.isProgress(change.table()) && change.kind() == TableChange.Kind.DROPPED) {
        rereads.forget(change.table());
      }
    }
    if (changed.mark().isPresent()) {
      markEnd();
    }
    passed(changed.offset(), changed.mark());
  }

  private void barrier(Barrier barrier, TableName table, TableChannel channel, Instant at) {
    changes.barrier(barrier, table, channel, at, !snapshotCompleted, transaction);
  }

  /** The point that a run would go on from; everything published is committed. */
  public Optional<ResumePoint> resumePoint() {
    flush();
    return committedResume;
  }

  /** The connector has the definitions of all tables as of a place, and follows the log from it. */
  private void snapshotEnded(LogEvent.SnapshotEnded ended) {
    if (snapshotCompleted) {
      return;
    }
    Instant now = clock.instant();
    rereading.needProgress(reasonForAll);
    tables.noteGone();
    for (TableName table : tables.announced()) {
      if (tables.isGone(table)) {
        tables
            .channel(table)
            .ifPresent(channel -> barrier(Barrier.SNAPSHOT_ENDS, table, channel, now));
      } else {
        rereading.need(NeededReread.ofAll(table, reasonForAll));
      }
    }
    definitions.announceUntold();
    tables.goneTold();
    rereading.forgetUncaptured();
    snapshotCompleted = true;
    definitions.readUntold();
    offset = ended.offset();
    mark = Optional.empty();
    markers.snapshotEnded(position());
    flush();
  }

  /** Whether the log is followed; rows of tables may still have to be read beside it. */
  public boolean isFollowing() {
    return snapshotCompleted;
  }

  /** Whether the open Kafka transaction has lasted so long that it should be committed. */
  public boolean isOlderThan(Duration age) {
    return log.age().compareTo(age) > 0;
  }

  /** Marks what has ended and commits everything published, with the position. */
  public void flush() {
    if (snapshotCompleted) {
      markers.flush(position());
    }
    if (isOpen()) {
      commit();
    }
  }

  /** Shows in quiet partitions that the capture is alive. */
  public void heartbeat() {
    if (snapshotCompleted) {
      markers.heartbeat(position());
    }
  }

  /**
   * Whether something is published but not committed, or only waits to be marked: a transaction of
   * the sink may move nothing but its progress.
   */
  public boolean isOpen() {
    return log.isOpen() || rereads.isChanged() || (snapshotCompleted && markers.hasToMark());
  }

  private void commit() {
    LogOffset newOffset = offset;
    if (newOffset != null) {
      committedResume = Optional.of(ResumePoint.of(newOffset, mark, tables.abandoned()));
    } else {
      committedResume =
          committedResume.map(
              point -> new ResumePoint(point.offset(), point.mark(), tables.abandoned()));
    }
    Position position =
        new Position(
            committedResume,
            serials.last(),
            epoch,
            snapshotCompleted,
            markers.openTransaction(),
            markers.unmarked(),
            rereads.pending(),
            clock.instant());
    markers.savePosition(position);
    log.commit();
    rereads.saved();
  }

  /** Where the log is read, as text. */
  private String position() {
    return transaction != null ? transaction : mark.map(LogMark::transaction).orElse("");
  }
}
