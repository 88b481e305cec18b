package dev.lockstep.sink.apply;

import dev.lockstep.sink.position.Advance;
import dev.lockstep.sink.position.SourcePartition;
import dev.lockstep.sink.position.Taken;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings all partitions of one topic to one position of the source, in one target transaction.
 *
 * <p>Partitions move on their own, so that a unique value may be held by a row that is older than
 * the one that wants it, or newer; no order of single partitions need lead out of that. At one
 * position the source had no conflict, so the target has none either, whatever was between. In a
 * repeated snapshot a row that it has not shown yet may hold the value: at this position the source
 * gives it to another row, so the holder is out of date and makes way. It is not marked as seen:
 * what it is now comes with the snapshot, or it is gone.
 *
 * <p>Barriers only remove rows that are committed, so they come first, in the order of their
 * partition, and all rows last. Stateless.
 */
final class JointCommit {

  /** What became of an attempt. */
  sealed interface Result {
    record Done() implements Result {}

    /** The target refuses this row, also without the others. */
    record Guilty(Change change, TargetError error) implements Result {}

    record NotNow(TargetError error) implements Result {}

    record Lost(TargetError error) implements Result {}
  }

  private final TargetSession session;
  private final String topic;
  private final Map<SourcePartition, List<Change>> changes;
  private final Map<SourcePartition, Taken> taken;
  private final Set<Change> leftOut;

  JointCommit(
      TargetSession session,
      String topic,
      Map<SourcePartition, List<Change>> changes,
      Map<SourcePartition, Taken> taken,
      Set<Change> leftOut) {
    this.session = session;
    this.topic = topic;
    this.changes = changes;
    this.taken = taken;
    this.leftOut = leftOut;
  }

  Result attempt() {
    return attempt(false);
  }

  private Result attempt(boolean rowByRow) {
    try {
      session.prepare(topic, changes.values().stream().flatMap(List::stream).toList());
      // First of all: from here on nobody else moves any of the partitions, so that a row which is
      // refused is refused for what the source has, and not for what another worker just did.
      Set<SourcePartition> fenced = session.advance(advances());
      if (!fenced.isEmpty()) {
        session.rollback();
        return new Result.NotNow(Troubles.fenced(fenced.iterator().next()));
      }
      List<Change> rows = new ArrayList<>();
      Set<SourcePartition> remembering = new HashSet<>();
      for (Map.Entry<SourcePartition, Taken> from : taken.entrySet()) {
        if (barriers(from.getKey(), from.getValue().remembering(), rows)) {
          remembering.add(from.getKey());
        }
      }
      rows.sort(Comparator.comparingLong(Change::serial));
      for (Wave wave : Wave.of(rows)) {
        Optional<Result.Guilty> guilty =
            rowByRow ? writeEach(wave, remembering) : writeAll(wave, remembering);
        if (guilty.isPresent()) {
          session.rollback();
          return guilty.get();
        }
      }
      session.commit();
      return new Result.Done();
    } catch (TargetException e) {
      return undone(e, rowByRow);
    }
  }

  private List<Advance> advances() {
    List<Advance> advances = new ArrayList<>();
    taken.forEach(
        (partition, from) -> {
          List<Change> ofPartition = of(partition);
          long offset =
              ofPartition.isEmpty() ? from.appliedOffset() : ofPartition.getLast().offset();
          advances.add(new Advance(partition, from.fence(), offset));
        });
    return advances;
  }

  private List<Change> of(SourcePartition partition) {
    return changes.getOrDefault(partition, List.of());
  }

  /**
   * Carries out what is no row, and adds the rows that are to be written after it.
   *
   * @return whether a repeated snapshot is under way behind it
   */
  private boolean barriers(SourcePartition partition, boolean fromRemembering, List<Change> rows)
      throws TargetException {
    boolean remembering = fromRemembering;
    List<Change> kept = new ArrayList<>();
    List<Change> seen = new ArrayList<>();
    Shown shown = new Shown(kept);
    for (Change change : of(partition)) {
      if (!change.operation().isBarrier()) {
        // A row that went to the dead letters was seen all the same.
        seen.add(change);
        shown.row(change);
        if (!leftOut.contains(change)) {
          kept.add(change);
        }
        continue;
      }
      remember(partition, remembering, seen);
      boolean before = remembering;
      remembering = session.barrier(change, remembering);
      switch (change.operation()) {
        case TRUNCATE -> shown.truncated();
        case SNAPSHOT_START -> shown.started();
        case SNAPSHOT_END -> shown.dropUnshown(before);
        case SCHEMA, UPSERT, DELETE, UNREADABLE -> {}
      }
    }
    remember(partition, remembering, seen);
    shown.dropUnshown(remembering);
    rows.addAll(kept);
    return remembering;
  }

  /**
   * Rows from before a repeated snapshot that it has not shown are out of date, and may be in the
   * way of others: they are not written any more.
   */
  private static final class Shown {
    private final List<Change> kept;
    private final Set<ByteBuffer> keys = new HashSet<>();
    private int before;

    Shown(List<Change> kept) {
      this.kept = kept;
    }

    void row(Change change) {
      keys.add(change.requireKey().folded());
    }

    void started() {
      before = kept.size();
      keys.clear();
    }

    void truncated() {
      kept.clear();
      before = 0;
    }

    void dropUnshown(boolean remembering) {
      if (remembering) {
        kept.subList(0, before).removeIf(change -> !keys.contains(change.requireKey().folded()));
      }
      before = 0;
    }
  }

  private void remember(SourcePartition partition, boolean remembering, List<Change> seen)
      throws TargetException {
    if (remembering && !seen.isEmpty()) {
      session.remember(partition, List.copyOf(seen));
    }
    seen.clear();
  }

  private Optional<Result.Guilty> writeAll(Wave wave, Set<SourcePartition> remembering)
      throws TargetException {
    session.write(topic, wave, remembering);
    return Optional.empty();
  }

  private Optional<Result.Guilty> writeEach(Wave wave, Set<SourcePartition> remembering)
      throws TargetException {
    List<Change> keys = new ArrayList<>(wave.deletes());
    keys.addAll(wave.upserts());
    session.write(topic, new Wave(keys, List.of()));
    for (Change row : wave.upserts()) {
      try {
        session.write(topic, new Wave(List.of(), List.of(row)), remembering);
      } catch (TargetException e) {
        if (e.scope() != TargetException.Scope.ROWS) {
          throw e;
        }
        return Optional.of(new Result.Guilty(row, e.error()));
      }
    }
    return Optional.empty();
  }

  private Result undone(TargetException cause, boolean rowByRow) {
    if (cause.scope() == TargetException.Scope.SERVER) {
      return new Result.Lost(cause.error());
    }
    try {
      session.rollback();
    } catch (TargetException e) {
      return new Result.Lost(e.error());
    }
    // Once more, row by row, to learn whose fault it is.
    return cause.scope() == TargetException.Scope.ROWS && !rowByRow
        ? attempt(true)
        : new Result.NotNow(cause.error());
  }
}
