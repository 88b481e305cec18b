package dev.lockstep.streams.table;

import dev.lockstep.schema.event.Alignment;
import dev.lockstep.schema.event.PartitionStatus;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.row.TableDigest;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A whole table from the newest status of each of its partitions. Counts and digests add up; the
 * table is as far as its slowest partition; it is equal only when every partition is.
 */
final class TableSummary {

  private final Collection<PartitionStatus> partitions;
  private final int expected;

  /**
   * @param expected how many partitions the table has: before all have spoken, nothing is claimed
   */
  TableSummary(Collection<PartitionStatus> partitions, int expected) {
    this.partitions = partitions;
    this.expected = expected;
  }

  TableStatus status(Instant now) {
    PartitionStatus any = partitions.iterator().next();
    TableDigest source = digest(PartitionStatus::getSourceRows, PartitionStatus::getSourceDigest);
    TableDigest target = digest(PartitionStatus::getTargetRows, PartitionStatus::getTargetDigest);
    TableDigest explained =
        digest(PartitionStatus::getExplainedRows, PartitionStatus::getExplainedDigest);
    return TableStatus.newBuilder()
        .setFlow(any.getFlow())
        .setTable(any.getTable())
        .setTargetTable(any.getTargetTable())
        .setPhase(phase())
        .setAlignment(Alignment.PROGRESS)
        .setSourceRows(source.rows())
        .setTargetRows(target.rows())
        .setSourceDigest(source.hex())
        .setTargetDigest(target.hex())
        .setExplainedDigest(explained.hex())
        .setExplainedRows(explained.rows())
        .setOpenMismatched(sum(PartitionStatus::getOpenMismatched))
        .setOpenMissing(sum(PartitionStatus::getOpenMissing))
        .setOpenExtra(sum(PartitionStatus::getOpenExtra))
        .setOpenOutsideLog(sum(PartitionStatus::getOpenOutsideLog))
        .setInconclusive(sum(PartitionStatus::getInconclusive))
        .setInFlight(sum(PartitionStatus::getInFlight))
        .setInserts(sum(PartitionStatus::getInserts))
        .setUpdates(sum(PartitionStatus::getUpdates))
        .setDeletes(sum(PartitionStatus::getDeletes))
        .setConfirmed(sum(PartitionStatus::getConfirmed))
        .setEqual(
            phase() == TablePhase.FOLLOWING && partitions.stream().allMatch(TableSummary::equal))
        .setResidualZero(partitions.stream().allMatch(TableSummary::residualZero))
        .setOldestInFlightAt(oldest(PartitionStatus::getOldestInFlightAt).orElse(null))
        .setMarkedAt(oldest(PartitionStatus::getMarkedAt).orElse(null))
        .setHeardAt(oldest(PartitionStatus::getHeardAt).orElse(null))
        .setProblem(problem().or(this::renewal).or(this::definitions).orElse(null))
        .setUnderRule(first(PartitionStatus::getUnderRule))
        .setMisfits(first(PartitionStatus::getMisfits))
        .setConfirmedTo(confirmed(PartitionStatus::getConfirmedTo).orElse(null))
        .setConfirmedPosition(
            leastConfirmed().map(PartitionStatus::getConfirmedPosition).orElse(null))
        .setSourceBehindMillis(behindMillis().orElse(null))
        .setAt(now)
        .build();
  }

  private @Nullable String first(Function<PartitionStatus, @Nullable String> words) {
    return partitions.stream().map(words).filter(Objects::nonNull).findFirst().orElse(null);
  }

  private TablePhase phase() {
    if (problem().isPresent()) {
      return TablePhase.BLOCKED;
    }
    if (partitions.stream().allMatch(p -> p.getMarkedAt() == null)) {
      return TablePhase.WAITING;
    }
    boolean following =
        partitions.size() >= expected
            && partitions.stream()
                .allMatch(p -> p.getSourceSnapshotDone() && p.getTargetSnapshotDone());
    if (!following) {
      return TablePhase.LOADING;
    }
    return definitions().isPresent() ? TablePhase.ALTERING : TablePhase.FOLLOWING;
  }

  private static boolean equal(PartitionStatus p) {
    long open =
        p.getOpenMismatched()
            + p.getOpenMissing()
            + p.getOpenExtra()
            + p.getOpenOutsideLog()
            + p.getInconclusive();
    return open == 0
        && p.getSourceRows() == p.getTargetRows()
        && p.getSourceDigest().equals(p.getTargetDigest());
  }

  private static boolean residualZero(PartitionStatus p) {
    TableDigest source = TableDigest.parse(p.getSourceRows(), p.getSourceDigest());
    TableDigest target = TableDigest.parse(p.getTargetRows(), p.getTargetDigest());
    TableDigest explained = TableDigest.parse(p.getExplainedRows(), p.getExplainedDigest());
    return target.minus(source).minus(explained).isZero();
  }

  private Optional<String> problem() {
    return partitions.stream()
        .filter(p -> p.getProblem() != null)
        .map(p -> "Partition " + p.getPartition() + ": " + p.getProblem())
        .findFirst();
  }

  /** A side has asked for its table to be read anew: it is loaded again, and not in trouble. */
  private Optional<String> renewal() {
    return Optional.ofNullable(first(PartitionStatus::getRenewal));
  }

  /**
   * How the definitions differ where rows differ for it: a column that only one side has, and that
   * is NULL in every row, makes no row differ.
   */
  private Optional<String> definitions() {
    return partitions.stream()
        .filter(p -> p.getDefinitions() != null && !residualZero(p))
        .map(PartitionStatus::getDefinitions)
        .findFirst();
  }

  /** Confirmed is what every partition has confirmed. */
  private Optional<Instant> confirmed(Function<PartitionStatus, @Nullable Instant> time) {
    return partitions.size() >= expected && partitions.stream().allMatch(p -> time.apply(p) != null)
        ? oldest(time)
        : Optional.empty();
  }

  private Optional<PartitionStatus> leastConfirmed() {
    return confirmed(PartitionStatus::getConfirmedTo)
        .flatMap(
            least -> partitions.stream().filter(p -> least.equals(p.getConfirmedTo())).findFirst());
  }

  private Optional<Long> behindMillis() {
    return partitions.stream().allMatch(p -> p.getSourceBehindMillis() != null)
        ? partitions.stream().map(PartitionStatus::getSourceBehindMillis).max(Long::compare)
        : Optional.empty();
  }

  private TableDigest digest(
      ToLongFunction<PartitionStatus> rows, Function<PartitionStatus, String> hex) {
    TableDigest sum = TableDigest.EMPTY;
    for (PartitionStatus p : partitions) {
      sum = sum.plus(TableDigest.parse(rows.applyAsLong(p), hex.apply(p)));
    }
    return sum;
  }

  private long sum(ToLongFunction<PartitionStatus> count) {
    return partitions.stream().mapToLong(count).sum();
  }

  private Optional<Instant> oldest(Function<PartitionStatus, @Nullable Instant> time) {
    return partitions.stream().map(time).filter(Objects::nonNull).min(Comparator.naturalOrder());
  }
}
