package dev.lockstep.streams.table;

import static dev.lockstep.schema.event.VerdictKind.CHANGED_OUTSIDE_LOG;
import static dev.lockstep.schema.event.VerdictKind.EXTRA_ON_TARGET;
import static dev.lockstep.schema.event.VerdictKind.INCONCLUSIVE;
import static dev.lockstep.schema.event.VerdictKind.MISMATCHED;
import static dev.lockstep.schema.event.VerdictKind.MISSING_ON_TARGET;

import dev.lockstep.schema.event.PartitionStatus;
import dev.lockstep.streams.judge.Bench;
import dev.lockstep.streams.judge.Claims;
import dev.lockstep.streams.judge.Claims.Claim;
import dev.lockstep.streams.judge.FlowTable;
import dev.lockstep.streams.judge.Routing;
import dev.lockstep.streams.state.EndpointState;
import dev.lockstep.streams.state.Side;
import dev.lockstep.streams.state.SideState;
import dev.lockstep.streams.state.TableState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * States of the tables of one partition, to be said when they have changed.
 *
 * <p>A table in which nothing happens but that time passes is said again every few seconds, so that
 * silence of the topology itself can be told from a quiet table. What was said last is kept in
 * memory only: after a restart everything is said once more.
 */
public final class PartitionStatuses {

  private static final Duration LIVENESS = Duration.ofSeconds(5);

  private final int partition;
  private final Bench bench;
  private final Routing routing;
  private final Claims claims;
  private final Map<String, PartitionStatus> said = new HashMap<>();

  public PartitionStatuses(int partition, Bench bench, Routing routing, Claims claims) {
    this.partition = partition;
    this.bench = bench;
    this.routing = routing;
    this.claims = claims;
  }

  /** Hands over what is to be said now, and starts the lag figures of those tables anew. */
  public void due(long nowMicros, Consumer<PartitionStatus> reader) {
    bench
        .states()
        .tables()
        .forEach(
            (name, state) ->
                routing
                    .byStateName(name)
                    .ifPresent(table -> say(name, table, state, instant(nowMicros), reader)));
    bench.states().save();
  }

  private void say(
      String name,
      FlowTable table,
      TableState state,
      Instant now,
      Consumer<PartitionStatus> reader) {
    PartitionStatus before = said.get(name);
    PartitionStatus status =
        state.isSettling() ? settling(table, state, before, now) : status(table, state, now);
    if (before != null
        && isRecent(before.getAt(), now)
        && status.equals(likeBefore(status, before))) {
      return;
    }
    said.put(name, status);
    reader.accept(status);
    if (!state.isSettling() && !state.lag().isEmpty()) {
      state.lag().clear();
      bench.states().changed(name);
    }
  }

  /** A time that lies ahead is not: the clock was set back, and silence would last until then. */
  private static boolean isRecent(Instant at, Instant now) {
    return !at.isAfter(now) && at.plus(LIVENESS).isAfter(now);
  }

  /** The status before with the fields that move though nothing happens. */
  private static PartitionStatus likeBefore(PartitionStatus status, PartitionStatus before) {
    return PartitionStatus.newBuilder(before)
        .setAt(status.getAt())
        .setMarkedAt(status.getMarkedAt())
        .setHeardAt(status.getHeardAt())
        .setPosition(status.getPosition())
        .setConfirmedTo(status.getConfirmedTo())
        .setConfirmedPosition(status.getConfirmedPosition())
        .setSourceBehindMillis(status.getSourceBehindMillis())
        .setLag(List.of())
        .build();
  }

  /**
   * A marker that covers much is being judged: what was said of the one before still holds as of
   * then. After a restart nobody knows what that was, and nothing is claimed until it is done.
   */
  private PartitionStatus settling(
      FlowTable table, TableState state, @Nullable PartitionStatus before, Instant now) {
    PartitionStatus current = status(table, state, now);
    PartitionStatus.Builder status =
        before == null
            ? PartitionStatus.newBuilder(current)
                .setSourceSnapshotDone(false)
                .setTargetSnapshotDone(false)
            : PartitionStatus.newBuilder(before)
                .setHeardAt(current.getHeardAt())
                .setProblem(current.getProblem())
                .setRenewal(current.getRenewal())
                .setSourceSnapshotDone(before.getSourceSnapshotDone() && !state.source().renews())
                .setTargetSnapshotDone(before.getTargetSnapshotDone() && !state.target().renews())
                .setAt(now);
    return status.setInFlight(Math.max(1, current.getInFlight())).setLag(List.of()).build();
  }

  private PartitionStatus status(FlowTable table, TableState state, Instant now) {
    EndpointState target = bench.states().endpoint(table.targetEndpoint());
    long confirmed = state.inserts() + state.updates() + state.deletes();
    Optional<Claim> claim = claims.of(table.stateName(), state);
    return PartitionStatus.newBuilder()
        .setFlow(table.flow())
        .setTable(table.source().toString())
        .setTargetTable(table.target().toString())
        .setPartition(partition)
        .setEpoch(state.epoch())
        .setSourceRows(state.source().digest().rows())
        .setTargetRows(state.target().digest().rows())
        .setSourceDigest(state.source().digest().hex())
        .setTargetDigest(state.target().digest().hex())
        .setExplainedDigest(state.explained().hex())
        .setExplainedRows(state.explained().rows())
        .setOpenMismatched(state.open(MISMATCHED))
        .setOpenMissing(state.open(MISSING_ON_TARGET))
        .setOpenExtra(state.open(EXTRA_ON_TARGET))
        .setOpenOutsideLog(state.open(CHANGED_OUTSIDE_LOG))
        .setInconclusive(state.open(INCONCLUSIVE))
        .setInFlight(state.inFlight())
        .setInserts(state.inserts())
        .setUpdates(state.updates())
        .setDeletes(state.deletes())
        .setConfirmed(confirmed)
        .setLag(state.lag().toList())
        .setOldestInFlightAt(oldestInFlight(state))
        .setSourceSnapshotDone(isComplete(state.source()))
        .setTargetSnapshotDone(isComplete(state.target()))
        .setMarkedAt(target.judgedAny() ? instant(target.capturedMicros()) : null)
        .setHeardAt(target.heardMicros() > 0 ? instant(target.heardMicros()) : null)
        .setPosition(target.position())
        .setProblem(state.problem())
        .setRenewal(state.renewal())
        .setDefinitions(state.definitions())
        .setUnderRule(state.underRule())
        .setMisfits(state.misfits())
        .setConfirmedTo(claim.map(Claim::to).orElse(null))
        .setConfirmedPosition(claim.map(Claim::position).orElse(null))
        .setSourceBehindMillis(claim.map(Claim::behindMillis).orElse(null))
        .setAt(now)
        .build();
  }

  private static boolean isComplete(SideState side) {
    return side.baseline() && side.staleBefore() < 0 && !side.renews();
  }

  private @Nullable Instant oldestInFlight(TableState state) {
    if (state.inFlight() == 0) {
      return null;
    }
    OptionalLong oldest = bench.versions().oldestCapturedMicros(state, Side.SOURCE);
    return oldest.isPresent() ? instant(oldest.getAsLong()) : null;
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
