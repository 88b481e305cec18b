package dev.lockstep.console.judge;

import dev.lockstep.console.answer.TableStanding;
import dev.lockstep.console.answer.TableStanding.State;
import dev.lockstep.console.answer.Work;
import dev.lockstep.flow.Flow;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How one table stands: from what is known to be wrong to what is only not known. A table is equal
 * when no rule has spoken.
 */
final class StandingRules {

  private final Flow flow;
  private final String table;
  private final CaptureStatuses captures;
  private final @Nullable TableStatus status;
  private final Instant now;
  private final Bounds bounds;

  StandingRules(
      Flow flow,
      String table,
      Optional<TableStatus> status,
      CaptureStatuses captures,
      Instant now,
      Bounds bounds) {
    this.flow = flow;
    this.table = table;
    this.captures = captures;
    this.status = status.orElse(null);
    this.now = now;
    this.bounds = bounds;
  }

  /** All that must be said of it, the worst first: the first is how it stands. */
  List<TableStanding> standings() {
    Optional<TableStanding> leftOut = leftOut();
    if (leftOut.isPresent()) {
      return List.of(leftOut.get());
    }
    List<TableStanding> all =
        new ArrayList<>(
            Stream.of(
                    wrong(),
                    // A view at the target is where the table should be.
                    said(
                        State.REFUSED,
                        ComponentState.REFUSED,
                        ComponentState.FAILED,
                        ComponentState.LEFT_OUT),
                    blocked(),
                    said(State.RETRYING, ComponentState.RETRYING),
                    said(State.REREAD, ComponentState.SNAPSHOT),
                    unexplained(),
                    unsure())
                .flatMap(Optional::stream)
                .toList());
    if (all.isEmpty()) {
      all.add(
          unread()
              .or(this::phase)
              .or(this::gone)
              .or(this::old)
              .or(this::behind)
              .orElseGet(() -> standing(State.EQUAL)));
    }
    return all;
  }

  /** What was compared under its name was another thing, of which nothing is left to say. */
  private Optional<TableStanding> leftOut() {
    return captures
        .find(CaptureStatuses.PRODUCERS, flow.source(), table)
        .filter(said -> said.getState() == ComponentState.LEFT_OUT)
        .map(
            said ->
                standing(
                    State.LEFT_OUT,
                    said.getMessage() == null ? table + " is not copied" : said.getMessage()));
  }

  private Optional<TableStanding> wrong() {
    return status != null && OpenRows.wrong(status) > 0
        ? Optional.of(standing(State.WRONG, Sentences.wrongIn(status)))
        : Optional.empty();
  }

  /** What source, sink or target say of it, if one of them is in such a state. */
  private Optional<TableStanding> said(State state, ComponentState... states) {
    return Stream.of(
            captures.find(CaptureStatuses.PRODUCERS, flow.source(), table),
            captures.find(CaptureStatuses.SINK, flow.name(), table),
            captures.atTarget(flow, table))
        .flatMap(Optional::stream)
        .filter(said -> Stream.of(states).anyMatch(said.getState()::equals))
        .findFirst()
        .map(
            said ->
                new TableStanding(
                    flow.name(),
                    table,
                    state,
                    Optional.of(Sentences.ofTable(table, said, flow)),
                    Optional.ofNullable(said.getRemedy()),
                    said.getTotal() > 0 || said.getDone() > 0
                        ? Optional.of(Work.of(said))
                        : Optional.empty()));
  }

  private Optional<TableStanding> blocked() {
    return status != null && status.getPhase() == TablePhase.BLOCKED
        ? Optional.of(
            standing(
                State.BLOCKED,
                table
                    + " cannot be judged"
                    + Optional.ofNullable(status.getProblem()).map(why -> ": " + why).orElse("")))
        : Optional.empty();
  }

  private Optional<TableStanding> unread() {
    Optional<ComponentState> capture =
        captures
            .find(CaptureStatuses.PRODUCERS, flow.source(), table)
            .map(ComponentStatus::getState);
    if (capture.isEmpty()) {
      return Optional.of(
          standing(
              State.UNREAD,
              "Nothing is known of the capture of %s from %s".formatted(table, flow.source())));
    }
    if (capture.get() == ComponentState.STARTING) {
      return Optional.of(standing(State.UNREAD, table + " is not captured yet"));
    }
    return status == null
        ? Optional.of(standing(State.UNREAD, table + " has not been compared yet"))
        : Optional.empty();
  }

  private Optional<TableStanding> phase() {
    TableStatus said = known();
    return switch (said.getPhase()) {
      case WAITING -> Optional.of(working(State.WAITING, table + " waits for its first rows"));
      case LOADING -> Optional.of(working(State.COPYING, Sentences.loading(said)));
      case ALTERING -> Optional.of(standing(State.ALTERING, Sentences.altering(said)));
      case FOLLOWING, BLOCKED -> Optional.empty();
    };
  }

  private Optional<TableStanding> unexplained() {
    if (status == null || status.getPhase() != TablePhase.FOLLOWING) {
      return Optional.empty();
    }
    if (!status.getResidualZero()) {
      return Optional.of(
          standing(State.WRONG, table + " differs in a way that no known row explains"));
    }
    return status.getEqual() || OpenRows.all(status) > 0
        ? Optional.empty()
        : Optional.of(standing(State.WRONG, table + " is not equal"));
  }

  private Optional<TableStanding> unsure() {
    return status != null && status.getInconclusive() > 0
        ? Optional.of(
            standing(State.UNSURE, Sentences.inconclusive(status.getInconclusive(), table)))
        : Optional.empty();
  }

  /** Nobody speaks of it any more, and the copy is as empty as it should be. */
  private Optional<TableStanding> gone() {
    boolean dropped =
        captures
            .find(CaptureStatuses.PRODUCERS, flow.source(), table)
            .filter(said -> said.getState() == ComponentState.STOPPED)
            .isPresent();
    return dropped && known().getSourceRows() == 0 && known().getTargetRows() == 0
        ? Optional.of(standing(State.GONE, table + " was dropped at the source"))
        : Optional.empty();
  }

  private Optional<TableStanding> old() {
    TableStatus said = known();
    Instant newest = said.getMarkedAt() == null ? said.getAt() : said.getMarkedAt();
    Duration silence = Duration.between(newest, now);
    if (silence.compareTo(bounds.silence()) > 0) {
      return Optional.of(
          standing(State.OLD, "No news of " + table + " for " + Sentences.duration(silence)));
    }
    return said.getConfirmedTo() == null
        ? Optional.of(standing(State.UNDATED, table + " is equal, but it is not known as of when"))
        : Optional.empty();
  }

  private Optional<TableStanding> behind() {
    TableStatus said = known();
    Instant oldest = said.getOldestInFlightAt();
    Instant confirmed = said.getConfirmedTo();
    Instant since = oldest != null ? oldest : confirmed;
    if (oldest != null && confirmed != null && confirmed.isBefore(oldest)) {
      since = confirmed;
    }
    if (since == null) {
      return Optional.empty();
    }
    Duration behind = Duration.between(since, now);
    return behind.compareTo(bounds.behind()) > 0
        ? Optional.of(
            standing(State.BEHIND, table + " is " + Sentences.duration(behind) + " behind"))
        : Optional.empty();
  }

  /** After {@link #unread()} has not spoken. */
  private TableStatus known() {
    if (status == null) {
      throw new IllegalStateException("a table without a status is unread: " + table);
    }
    return status;
  }

  private TableStanding standing(State state) {
    return new TableStanding(
        flow.name(), table, state, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private TableStanding standing(State state, String why) {
    return new TableStanding(
        flow.name(), table, state, Optional.of(why), Optional.empty(), Optional.empty());
  }

  /** With how far its endpoints have got, of which it is a part. */
  private TableStanding working(State state, String why) {
    Optional<Work> work =
        Stream.of(flow.source(), flow.target())
            .map(captures::endpoint)
            .flatMap(Optional::stream)
            .filter(said -> said.getState() == ComponentState.SNAPSHOT)
            .map(Work::of)
            .findFirst();
    return new TableStanding(flow.name(), table, state, Optional.of(why), Optional.empty(), work);
  }
}
