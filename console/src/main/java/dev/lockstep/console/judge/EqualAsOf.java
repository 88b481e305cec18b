package dev.lockstep.console.judge;

import dev.lockstep.console.answer.Judgement.Claim;
import dev.lockstep.console.answer.TableStanding;
import dev.lockstep.console.answer.TableStanding.State;
import dev.lockstep.schema.event.TableStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Up to when the equal tables are equal: no further than the one that lags most. */
final class EqualAsOf {

  private EqualAsOf() {}

  static Optional<Claim> of(
      List<TableStanding> standings, Map<String, TableStatus> statuses, Instant now) {
    List<TableStatus> equal =
        standings.stream()
            .filter(
                standing ->
                    standing.is(State.EQUAL)
                        || standing.is(State.BEHIND)
                        || standing.is(State.UNDATED))
            .map(standing -> statuses.get(standing.id()))
            .filter(Objects::nonNull)
            .toList();
    if (equal.isEmpty()) {
      return Optional.empty();
    }
    boolean undated = equal.stream().anyMatch(table -> table.getConfirmedTo() == null);
    if (undated) {
      return Optional.of(
          new Claim(
              Sentences.equal(equal.size()) + ", but it is not known as of when",
              equal.size(),
              Optional.empty(),
              Optional.empty()));
    }
    TableStatus oldest = equal.getFirst();
    for (TableStatus table : equal) {
      if (confirmedTo(table).isBefore(confirmedTo(oldest))) {
        oldest = table;
      }
    }
    Instant at = confirmedTo(oldest);
    Optional<String> position = Optional.ofNullable(oldest.getConfirmedPosition());
    return Optional.of(
        new Claim(
            Sentences.equal(equal.size()) + Sentences.asOf(at, position, now),
            equal.size(),
            Optional.of(at),
            position));
  }

  private static Instant confirmedTo(TableStatus table) {
    return Objects.requireNonNull(table.getConfirmedTo());
  }
}
