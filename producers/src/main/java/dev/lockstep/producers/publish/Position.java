package dev.lockstep.producers.publish;

import dev.lockstep.producers.source.event.ResumePoint;
import dev.lockstep.schema.event.CapturePosition;
import dev.lockstep.schema.event.OpenTransaction;
import dev.lockstep.schema.event.PartitionReach;
import dev.lockstep.schema.event.PendingReread;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a capture stands, as it is kept in Kafka.
 *
 * @param resume where to go on; empty until the first snapshot has read something
 * @param serial last one given
 * @param epoch of the newest snapshot that was started; 0 before the first
 * @param snapshotCompleted whether that snapshot was read to its end
 * @param openTransaction read in part
 * @param unmarked changes of it that the next marker will cover
 * @param rereads tables to read anew, in order
 */
public record Position(
    Optional<ResumePoint> resume,
    long serial,
    int epoch,
    boolean snapshotCompleted,
    Optional<OpenTransaction> openTransaction,
    List<PartitionReach> unmarked,
    List<PendingReread> rereads,
    Instant at) {

  public static final Position NONE =
      new Position(
          Optional.empty(), 0, 0, false, Optional.empty(), List.of(), List.of(), Instant.EPOCH);

  public Position {
    unmarked = List.copyOf(unmarked);
    rereads = List.copyOf(rereads);
  }

  /** Whether the log can be followed from here; else a snapshot comes first. */
  public boolean isResumable() {
    return snapshotCompleted && resume.isPresent();
  }

  /**
   * Where a new snapshot starts: everything but the counters is forgotten, and who is to be told
   * that a table has been read anew.
   */
  public Position nextEpoch(Instant now) {
    List<PendingReread> asked =
        rereads.stream()
            .filter(entry -> !entry.getRequests().isEmpty())
            .map(
                entry ->
                    new PendingReread(
                        entry.getTable(),
                        entry.getReason(),
                        entry.getRequests(),
                        false,
                        false,
                        false))
            .toList();
    return new Position(
        Optional.empty(), serial, epoch + 1, false, Optional.empty(), List.of(), asked, now);
  }

  static Position of(CapturePosition record) {
    return new Position(
        Optional.ofNullable(record.getConnectorOffset()).map(ResumePoint::fromJson),
        record.getSerial(),
        record.getEpoch(),
        record.getSnapshotCompleted(),
        Optional.ofNullable(record.getOpenTransaction()),
        record.getUnmarked(),
        record.getRereads(),
        record.getAt());
  }

  CapturePosition toRecord(String endpoint) {
    return CapturePosition.newBuilder()
        .setEndpoint(endpoint)
        .setConnectorOffset(resume.map(ResumePoint::toJson).orElse(null))
        .setSerial(serial)
        .setEpoch(epoch)
        .setSnapshotCompleted(snapshotCompleted)
        .setOpenTransaction(openTransaction.orElse(null))
        .setUnmarked(unmarked)
        .setRereads(rereads)
        .setAt(at)
        .build();
  }
}
