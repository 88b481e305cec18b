package dev.lockstep.producers.publish;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.producers.behind.Behind;
import dev.lockstep.producers.catalog.CaptureScope;
import dev.lockstep.producers.debezium.LogEvent;
import dev.lockstep.producers.debezium.LogEvent.RowChanged;
import dev.lockstep.producers.debezium.LogEvent.TableChange;
import dev.lockstep.producers.debezium.LogEvent.TableTruncated;
import dev.lockstep.producers.debezium.LogEvent.TablesChanged;
import dev.lockstep.producers.debezium.LogEvent.TransactionEnded;
import dev.lockstep.producers.debezium.LogEvent.TransactionStarted;
import dev.lockstep.producers.debezium.LogMark;
import dev.lockstep.producers.debezium.ResumePoint;
import dev.lockstep.producers.publish.ChangeWriter.Barrier;
import dev.lockstep.schema.topic.TableName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
  private final int epoch;
  private final Clock clock;
  private final Function<String, Optional<Instant>> commits;
  private final Optional<LogMark> publishedBefore;

  /** What the scope says of each table seen: asking it for every row costs. */
  private final Map<TableName, Boolean> captured = new HashMap<>();

  private Optional<LogMark> mark;
  private @Nullable Map<String, ?> offset;
  private Optional<ResumePoint> committedResume;
  private boolean snapshotCompleted;
  private @Nullable String transaction;
  private @Nullable Instant committedAt;
  private long snapshotRows;

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
        new MarkerWriter(scope, partitions, log, from, serials, clock, markerHeartbeat, behind);
    this.changes = new ChangeWriter(scope.endpoint(), partitions, log, markers, serials, epoch);
    this.committedResume = from.resume();
    this.publishedBefore = from.resume().flatMap(ResumePoint::mark);
    this.mark = publishedBefore;
    this.snapshotCompleted = from.snapshotCompleted();
    this.changes.capturedAt(clock.instant());
  }

  /** Announces the tables of a snapshot that is about to be read. */
  public void announceSnapshot() {
    tables.forgetAnnouncements();
    for (TableName table : tables.captured()) {
      tables.channel(table).ifPresent(channel -> announce(table, channel));
    }
    commit();
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

  private void passed(Map<String, ?> newOffset, Optional<LogMark> newMark) {
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
    } else if (captured.computeIfAbsent(row.table(), scope::captures)) {
      tables.channel(row.table()).ifPresent(channel -> send(row, channel));
    }
    passed(row.offset(), row.mark());
  }

  private void send(RowChanged row, TableChannel channel) {
    if (!tables.isAnnounced(row.table())) {
      firstSeen(row.table(), channel);
    }
    boolean snapshot = row.op().equals("r");
    try {
      changes.row(channel, row, snapshot ? row.at() : committed(row.at()));
    } catch (LockstepException e) {
      tables.refuse(row.table(), e);
      return;
    }
    if (snapshot) {
      snapshotRows++;
    }
  }

  private void firstSeen(TableName table, TableChannel channel) {
    if (snapshotCompleted) {
      throw new SnapshotNeededException("Table %s has rows that were never read".formatted(table));
    }
    announce(table, channel);
  }

  private void started(TransactionStarted started) {
    if (!started.id().equals(transaction)) {
      endOpen();
      transaction = started.id();
      committedAt = null;
      markers.begin(started.id(), position());
    }
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
    if (!published(Optional.of(ended.mark()))) {
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
      return;
    }
    if (scope.captures(truncated.table())) {
      Instant at = committed(truncated.at());
      tables
          .channel(truncated.table())
          .ifPresent(channel -> barrier(Barrier.TRUNCATED, truncated.table(), channel, at));
    }
    markEnd();
    passed(truncated.offset(), Optional.of(truncated.mark()));
  }

  private void changed(TablesChanged changed) {
    if (published(changed.mark())) {
      return;
    }
    for (TableChange change : changed.changes()) {
      if (scope.captures(change.table()) && changed.mark().isPresent()) {
        redefined(change, committed(changed.at()));
      }
    }
    if (changed.mark().isPresent()) {
      markEnd();
    }
    passed(changed.offset(), changed.mark());
  }

  private void redefined(TableChange change, Instant at) {
    TableName table = change.table();
    if (change.kind() == TableChange.Kind.DROPPED) {
      if (tables.isAnnounced(table)) {
        tables.channel(table).ifPresent(channel -> barrier(Barrier.TRUNCATED, table, channel, at));
      }
      tables.dropped(table);
      return;
    }
    if (change.kind() == TableChange.Kind.ROWS_MOVED && tables.isAnnounced(table)) {
      throw SnapshotNeededException.altered(table);
    }
    Optional<TableChannel> channel = tables.redefined(table);
    if (channel.isEmpty()) {
      return;
    }
    if (tables.isAnnounced(table)) {
      barrier(Barrier.REDEFINED, table, channel.get(), at);
    } else if (change.kind() == TableChange.Kind.CREATED) {
      announce(table, channel.get());
      barrier(Barrier.SNAPSHOT_ENDS, table, channel.get(), at);
    } else {
      throw new SnapshotNeededException(
          "Table %s was altered and its earlier rows were never read".formatted(table));
    }
  }

  private void announce(TableName table, TableChannel channel) {
    tables.announce(table);
    barrier(Barrier.SNAPSHOT_STARTS, table, channel, clock.instant());
  }

  private void barrier(Barrier barrier, TableName table, TableChannel channel, Instant at) {
    changes.barrier(barrier, table, channel, at, !snapshotCompleted, transaction);
  }

  private void snapshotEnded(LogEvent.SnapshotEnded ended) {
    if (snapshotCompleted) {
      return;
    }
    Instant now = clock.instant();
    for (TableName table : tables.announced()) {
      tables
          .channel(table)
          .ifPresent(channel -> barrier(Barrier.SNAPSHOT_ENDS, table, channel, now));
    }
    tables.snapshotEnded();
    snapshotCompleted = true;
    offset = ended.offset();
    mark = Optional.empty();
    markers.snapshotEnded(position());
    flush();
  }

  /** Rows of the snapshot so far. */
  public long snapshotRows() {
    return snapshotRows;
  }

  public boolean isSnapshotCompleted() {
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
    if (log.isOpen()) {
      commit();
    }
  }

  /** Shows in quiet partitions that the capture is alive. */
  public void heartbeat() {
    if (snapshotCompleted) {
      markers.heartbeat(position());
    }
  }

  /** Whether something is published but not committed. */
  public boolean isOpen() {
    return log.isOpen();
  }

  private void commit() {
    Map<String, ?> newOffset = offset;
    if (newOffset != null) {
      committedResume = Optional.of(ResumePoint.of(newOffset, mark, tables.abandoned()));
    }
    Position position =
        new Position(
            committedResume,
            serials.last(),
            epoch,
            snapshotCompleted,
            markers.openTransaction(),
            markers.unmarked(),
            clock.instant());
    markers.savePosition(position);
    log.commit();
  }

  /** Where the log is read, as text. */
  private String position() {
    return transaction != null ? transaction : mark.map(LogMark::transaction).orElse("");
  }
}
