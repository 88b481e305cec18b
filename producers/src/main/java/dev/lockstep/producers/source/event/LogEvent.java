package dev.lockstep.producers.source.event;

import dev.lockstep.schema.topic.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a source read of its log, in the order of the log. */
public sealed interface LogEvent {

  /** Where the source would go on after this. */
  LogOffset offset();

  /** A transaction starts; one still open has ended. */
  record TransactionStarted(String id, LogOffset offset) implements LogEvent {}

  /**
   * A transaction ended.
   *
   * @param notAfter second of its last event: a lower bound of the commit's
   */
  record TransactionEnded(String id, LogMark mark, Instant notAfter, LogOffset offset)
      implements LogEvent {}

  /**
   * One row, read from the log or by a snapshot.
   *
   * @param mark empty in a snapshot
   * @param at second of the statement, or of the snapshot's read
   */
  record RowChanged(
      TableName table,
      String op,
      Optional<LogMark> mark,
      Instant at,
      RowShape shape,
      @Nullable Row before,
      @Nullable Row after,
      String file,
      long position,
      LogOffset offset)
      implements LogEvent {}

  /**
   * A table was emptied by TRUNCATE.
   *
   * @param place of the statement, which need not be within a transaction that was told of
   */
  record TableTruncated(TableName table, LogMark mark, Instant at, LogPlace place, LogOffset offset)
      implements LogEvent {}

  /**
   * Tables were made, altered or dropped.
   *
   * @param mark empty in a snapshot
   */
  record TablesChanged(
      List<TableChange> changes, Optional<LogMark> mark, Instant at, LogOffset offset)
      implements LogEvent {}

  /**
   * One table of {@link TablesChanged}.
   *
   * @param added columns that came with a value for every row that was there
   */
  record TableChange(TableName table, Kind kind, List<AddedColumn> added) {

    public TableChange {
      added = List.copyOf(added);
    }

    public TableChange(TableName table, Kind kind) {
      this(table, kind, List.of());
    }

    /** What happened to it. */
    public enum Kind {
      CREATED,
      ALTERED,
      /** Rows went or came as a whole: those of a partition, or of a file. */
      ROWS_MOVED,
      DROPPED
    }
  }

  /** The snapshot has been read to its end; everything that follows is from the log. */
  record SnapshotEnded(LogOffset offset) implements LogEvent {}

  /** Nothing of interest up to here; the source is alive. */
  record Heartbeat(LogOffset offset) implements LogEvent {}

  /** Nothing that matters, and no place to go on from. */
  record Ignored(LogOffset offset) implements LogEvent {}
}
