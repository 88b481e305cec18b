package dev.lockstep.producers.publish;

import dev.lockstep.schema.event.MarkerKind;
import dev.lockstep.schema.event.OpenTransaction;
import dev.lockstep.schema.event.PartitionReach;
import dev.lockstep.schema.event.SourceReach;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a capture says how far its topics reach: a target's at its transactions, at which it
 * is judged (invariant 4), a source's from time to time.
 *
 * <p>Changes of the open transaction are kept apart from those of transactions that have ended and
 * that no marker has covered yet. A foreign transaction is marked at exactly its end, together with
 * our own ones before it in the same partitions; our own may be merged until {@link #flush}. A
 * partition is marked only when something in it is new, or as a sign of life. A source's ended
 * transactions are merged until the next {@link #heartbeat}. Pure and single-threaded; what a crash
 * must not lose is {@link #openTransaction} and {@link #unmarked}, which commit with the records
 * they speak of, after a flush.
 */
final class MarkerAssembler {

  private final Reach[] ended;
  private final Reach[] open;
  private final boolean atTransactions;
  private @Nullable String transaction;
  private Instant committedAt;
  private Instant lastEndedAt;
  private boolean own;
  private long changes;

  /**
   * @param atTransactions whether ends of transactions are marked: those of a target
   */
  MarkerAssembler(int partitions, Instant now, boolean atTransactions) {
    this.atTransactions = atTransactions;
    ended = reaches(partitions);
    open = reaches(partitions);
    committedAt = now;
    lastEndedAt = now;
  }

  private static Reach[] reaches(int partitions) {
    Reach[] reaches = new Reach[partitions];
    for (int i = 0; i < partitions; i++) {
      reaches[i] = new Reach();
    }
    return reaches;
  }

  /** Goes on where a position was committed. */
  static MarkerAssembler resumed(
      int partitions,
      Instant now,
      Optional<OpenTransaction> begun,
      List<PartitionReach> unmarked,
      boolean atTransactions) {
    MarkerAssembler assembler = new MarkerAssembler(partitions, now, atTransactions);
    begun.ifPresent(
        transaction -> {
          assembler.transaction = transaction.getId();
          assembler.committedAt = transaction.getCommittedAt();
          assembler.own = transaction.getOwn();
          assembler.changes = transaction.getChanges();
        });
    // What a source had published of ended transactions does not wait for another one to end. If
    // some is of one that is read in part, all of it waits for that, which is read to its end now.
    boolean allEnded = !atTransactions && assembler.changes == 0;
    Reach[] reached = allEnded ? assembler.ended : assembler.open;
    for (PartitionReach reach : unmarked) {
      reached[reach.getPartition()].add(Reach.of(reach));
    }
    return assembler;
  }

  /**
   * A transaction starts. The log may start one again that was read in part before a crash. Returns
   * the markers of one that was open and has ended unannounced, as changes of a table do.
   */
  List<MarkerDraft> begin(String id, Instant at) {
    if (id.equals(transaction)) {
      return List.of();
    }
    List<MarkerDraft> markers = transaction == null ? List.of() : end(committedAt);
    transaction = id;
    committedAt = at;
    return markers;
  }

  /** The open transaction turns out to have committed then. */
  void committed(Instant at) {
    committedAt = at;
  }

  /** A record went to a partition of a change topic. */
  void change(String topic, int partition, long serial) {
    open[partition].change(topic, serial);
    changes++;
  }

  /**
   * A record that is no part of the log went to a partition: it tells the state there just now, so
   * between transactions the next marker may cover it, and within one only that of its end.
   */
  void beside(String topic, int partition, long serial) {
    boolean between = transaction == null && open[partition].isEmpty();
    (between ? ended : open)[partition].change(topic, serial);
  }

  /** The open transaction holds progress of our sink. */
  void progress(int partition, SourceReach reached) {
    open[partition].progress(reached);
    own = true;
  }

  /** Progress that was read beside the log, and of which the log has told nothing newer. */
  void progressBeside(int partition, SourceReach reached) {
    boolean between = transaction == null && open[partition].isEmpty();
    (between ? ended : open)[partition].progress(reached);
  }

  /** The open transaction touches the sink's progress table, if only to take it over. */
  void own() {
    own = true;
  }

  /** The open transaction ends; returns its markers if it is foreign. */
  List<MarkerDraft> end(Instant at) {
    List<MarkerDraft> markers = new ArrayList<>();
    boolean foreign = !own;
    for (int partition = 0; partition < open.length; partition++) {
      if (!open[partition].isEmpty()) {
        ended[partition].add(open[partition]);
        open[partition].clear();
        if (foreign && atTransactions) {
          markers.add(draft(partition, MarkerKind.FOREIGN, at));
        }
      }
    }
    lastEndedAt = at;
    transaction = null;
    own = false;
    changes = 0;
    return markers;
  }

  /**
   * The open transaction never committed, though a part of it was published: its progress was never
   * made. What went to topics is covered by the marker of the next one to end.
   */
  void cutOff() {
    for (Reach reach : open) {
      reach.forgetProgress();
    }
    transaction = null;
    own = false;
  }

  /** Marks what our own transactions have reached. */
  List<MarkerDraft> flush() {
    List<MarkerDraft> markers = new ArrayList<>();
    for (int partition = 0; atTransactions && partition < ended.length; partition++) {
      if (!ended[partition].isEmpty()) {
        markers.add(draft(partition, MarkerKind.OWN, lastEndedAt));
      }
    }
    return markers;
  }

  /** A partition shows that its capture is alive, and what has been reached since it last did. */
  MarkerDraft heartbeat(int partition, Instant at) {
    return atTransactions && !ended[partition].isEmpty()
        ? draft(partition, MarkerKind.OWN, lastEndedAt)
        : draft(partition, MarkerKind.HEARTBEAT, at);
  }

  /** Whether something has ended that {@link #flush} would mark. */
  boolean hasToMark() {
    return atTransactions && Arrays.stream(ended).anyMatch(reach -> !reach.isEmpty());
  }

  /** A snapshot has ended: every partition is marked, with all that the snapshot read. */
  List<MarkerDraft> snapshotEnded(Instant at) {
    List<MarkerDraft> markers = new ArrayList<>();
    for (int partition = 0; partition < ended.length; partition++) {
      ended[partition].add(open[partition]);
      open[partition].clear();
      markers.add(draft(partition, MarkerKind.SNAPSHOT, at));
    }
    own = false;
    changes = 0;
    return markers;
  }

  private MarkerDraft draft(int partition, MarkerKind kind, Instant at) {
    Reach reach = ended[partition];
    MarkerDraft draft = new MarkerDraft(partition, kind, at, reach.targets(), reach.sources());
    reach.clear();
    return draft;
  }

  Instant committedAt() {
    return committedAt;
  }

  Optional<String> transaction() {
    return Optional.ofNullable(transaction);
  }

  /** What a position keeps of a transaction that is read in part. */
  Optional<OpenTransaction> openTransaction() {
    return transaction().map(id -> new OpenTransaction(id, committedAt, own, changes));
  }

  /** What a position keeps of changes that the next marker will cover. */
  List<PartitionReach> unmarked() {
    List<PartitionReach> reaches = new ArrayList<>();
    for (int partition = 0; partition < open.length; partition++) {
      Reach reach = new Reach();
      reach.add(ended[partition]);
      reach.add(open[partition]);
      if (!reach.isEmpty()) {
        reaches.add(reach.toRecord(partition));
      }
    }
    return reaches;
  }
}
