package dev.lockstep.producers.publish;

import dev.lockstep.producers.behind.Behind;
import dev.lockstep.producers.scope.CaptureScope;
import dev.lockstep.producers.source.event.LogEvent.RowChanged;
import dev.lockstep.producers.source.event.LogOffset;
import dev.lockstep.schema.event.EndpointKey;
import dev.lockstep.schema.event.Marker;
import dev.lockstep.schema.event.OpenTransaction;
import dev.lockstep.schema.event.PartitionReach;
import dev.lockstep.schema.event.SourceReach;
import dev.lockstep.schema.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the assembler decides, and how far the capture is behind the end of its log. Nothing
 * is judged at a source's transactions: its capture marks the end of its snapshot, and from time to
 * time how far its topics reach.
 */
final class MarkerWriter {

  private static final int COMMIT_PRECISION_MILLIS = 1000;

  private final TransactionalLog log;
  private final Clock clock;
  private final Serials serials;
  private final int epoch;
  private final EndpointKey key;
  private final MarkerAssembler assembler;
  private final Instant[] markedAt;

  /** Kept only while the progress table is read: at most its rows. */
  private @Nullable Map<Place, Long> progressTold;

  private final Duration heartbeat;
  private final Behind behind;
  private final Supplier<List<String>> refused;
  private String endedPosition = "";

  /**
   * @param refused tables that are not told of, as of the moment that it is asked
   */
  MarkerWriter(
      CaptureScope scope,
      int partitions,
      TransactionalLog log,
      Position from,
      Serials serials,
      Clock clock,
      Duration heartbeat,
      Behind behind,
      Supplier<List<String>> refused) {
    this.log = log;
    this.clock = clock;
    this.serials = serials;
    this.epoch = from.epoch();
    this.heartbeat = heartbeat;
    this.behind = behind;
    this.refused = refused;
    this.key = new EndpointKey(scope.endpoint());
    this.assembler =
        MarkerAssembler.resumed(
            partitions, clock.instant(), from.openTransaction(), from.unmarked(), scope.isTarget());
    this.markedAt = new Instant[partitions];
    Arrays.fill(markedAt, Instant.EPOCH);
  }

  void begin(String transaction, String position) {
    write(assembler.begin(transaction, clock.instant()), position);
  }

  /** The open transaction turns out never to have committed. */
  void cutOff() {
    assembler.cutOff();
  }

  void committed(Instant at) {
    assembler.committed(at);
    behind.committed(at);
  }

  void change(String topic, int partition, long serial) {
    assembler.change(topic, partition, serial);
  }

  /** All before this offset of the source has been published. */
  void read(LogOffset offset) {
    behind.read(offset);
  }

  /** A transaction has been published to its end. */
  void read(String transaction) {
    behind.read(transaction);
  }

  /** A record that was read beside the log went to a partition of a change topic. */
  void beside(String topic, int partition, long serial) {
    assembler.beside(topic, partition, serial);
  }

  /** A row of the sink's progress table. */
  void progress(RowChanged row) {
    assembler.own();
    if (row.after() == null) {
      return;
    }
    int partition = number(row, "part").intValue();
    if (partition >= 0 && partition < markedAt.length) {
      SourceReach reach = reach(row);
      assembler.progress(partition, reach);
      Map<Place, Long> told = progressTold;
      if (told != null) {
        told.merge(Place.of(partition, reach), reach.getOffset(), Math::max);
      }
    }
  }

  private static SourceReach reach(RowChanged row) {
    return new SourceReach(
        text(row, "flow"),
        text(row, "topic"),
        text(row, "topic_id"),
        number(row, "applied_offset").longValue(),
        micros(row));
  }

  /** From here on it is noted what the log tells of progress: what is read may be older. */
  void progressIsRead() {
    progressTold = new HashMap<>();
  }

  void progressWasRead() {
    progressTold = null;
  }

  /** A row of the sink's progress table that was read beside the log. */
  void progressRead(RowChanged row) {
    int partition = number(row, "part").intValue();
    Map<Place, Long> told = progressTold;
    if (told == null || partition < 0 || partition >= markedAt.length) {
      return;
    }
    SourceReach reach = reach(row);
    Long newest = told.get(Place.of(partition, reach));
    if (newest == null || newest < reach.getOffset()) {
      assembler.progressBeside(partition, reach);
    }
  }

  /** What a row of progress is about. */
  private record Place(String flow, String topic, String topicId, int partition) {
    static Place of(int partition, SourceReach reach) {
      return new Place(reach.getFlow(), reach.getTopic(), reach.getTopicId(), partition);
    }
  }

  private static Number number(RowChanged row, String column) {
    return (Number) Objects.requireNonNull(plain(row, column));
  }

  private static String text(RowChanged row, String column) {
    return Objects.requireNonNull(plain(row, column)).toString();
  }

  private static @Nullable Object plain(RowChanged row, String column) {
    return row.shape().plain(Objects.requireNonNull(row.after()), column);
  }

  /** The column has six digits, which the connector delivers as microseconds. */
  private static Instant micros(RowChanged row) {
    Object value = plain(row, "applied_at");
    if (!(value instanceof Long micros)) {
      return Instant.EPOCH;
    }
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000L);
  }

  void end(Instant at, String position) {
    write(assembler.end(at), position);
    endedPosition = position;
  }

  void flush(String position) {
    write(assembler.flush(), position);
  }

  /** Whether {@link #flush} would write something. */
  boolean hasToMark() {
    return assembler.hasToMark();
  }

  void snapshotEnded(String position) {
    write(assembler.snapshotEnded(clock.instant()), position);
  }

  /**
   * Marks each partition in which nothing has been marked for a while, as of the last transaction
   * that was read to its end.
   */
  void heartbeat(String position) {
    Instant now = clock.instant();
    String ended = assembler.transaction().isPresent() ? endedPosition : position;
    for (int partition = 0; partition < markedAt.length; partition++) {
      if (isDue(markedAt[partition], now)) {
        write(List.of(assembler.heartbeat(partition, now)), ended);
      }
    }
  }

  /** Also when the clock was set back: a partition would else stay unmarked until it caught up. */
  private boolean isDue(Instant before, Instant now) {
    return now.isBefore(before) || Duration.between(before, now).compareTo(heartbeat) >= 0;
  }

  private void write(List<MarkerDraft> drafts, String position) {
    if (drafts.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    OptionalLong known = behind.millis();
    Long behindMillis = known.isPresent() ? known.getAsLong() : null;
    for (MarkerDraft draft : drafts) {
      markedAt[draft.partition()] = now;
      log.send(
          Topics.MARKERS.name(),
          draft.partition(),
          key,
          new Marker(
              key.getEndpoint(),
              draft.kind(),
              serials.next(),
              epoch,
              position,
              draft.committedAt(),
              COMMIT_PRECISION_MILLIS,
              now,
              draft.target(),
              draft.progress(),
              behindMillis,
              refused.get()));
    }
  }

  void savePosition(Position position) {
    String endpoint = key.getEndpoint();
    log.send(Topics.positions(endpoint).name(), 0, key, position.toRecord(endpoint));
  }

  Optional<OpenTransaction> openTransaction() {
    return assembler.openTransaction();
  }

  List<PartitionReach> unmarked() {
    return assembler.unmarked();
  }
}
