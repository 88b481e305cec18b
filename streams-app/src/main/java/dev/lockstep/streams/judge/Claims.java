package dev.lockstep.streams.judge;

import dev.lockstep.schema.event.Marker;
import dev.lockstep.streams.state.States;
import dev.lockstep.streams.state.TableState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Up to which position of the source each table is confirmed: a claim is about a position, and
 * about a time at the source.
 *
 * <p>The source's own markers say how far its log was read. When all that one speaks of has been
 * read here, what was read by then is noted; once the target's markers have covered that, all that
 * the source had committed up to the marker is applied and compared. Kept in memory only: after a
 * restart nothing is claimed until the source's next marker, within a second or so.
 */
public final class Claims {

  /**
   * All up to here is confirmed.
   *
   * @param to source time up to which commits are included; null when that is not known
   * @param behindMillis how far the capture was behind the end of the log; null when unknown
   */
  public record Claim(String position, @Nullable Instant to, @Nullable Long behindMillis) {}

  private record Pending(long offset, Claim claim) {}

  private static final class OfTable {
    private @Nullable Pending first;
    private @Nullable Pending latest;
    private @Nullable Claim confirmed;
  }

  private final States states;
  private final Routing routing;
  private final Map<String, OfTable> tables = new HashMap<>();

  Claims(States states, Routing routing) {
    this.states = states;
    this.routing = routing;
  }

  /** All that a source's marker speaks of has been read here. */
  void read(Marker marker) {
    Claim claim = claim(marker);
    states
        .tables()
        .forEach(
            (name, state) ->
                routing
                    .byStateName(name)
                    .filter(table -> table.sourceEndpoint().equals(marker.getEndpoint()))
                    .ifPresent(table -> pending(name, state, claim)));
  }

  private void pending(String name, TableState state, Claim claim) {
    OfTable table = tables.computeIfAbsent(name, absent -> new OfTable());
    Pending pending = new Pending(state.source().readOffset(), claim);
    if (table.first == null) {
      table.first = pending;
    } else {
      table.latest = pending;
    }
    settled(name, state);
  }

  /** The source may have been confirmed further. */
  void settled(String name, TableState state) {
    OfTable table = tables.get(name);
    if (table == null || state.isSettling()) {
      return;
    }
    while (table.first != null && state.source().settled() >= table.first.offset()) {
      table.confirmed = table.first.claim();
      table.first = table.latest;
      table.latest = null;
    }
  }

  /** Nothing is known while a side cannot be judged, or before the first claim. */
  public Optional<Claim> of(String name, TableState state) {
    OfTable table = tables.get(name);
    return table == null || state.blocked()
        ? Optional.empty()
        : Optional.ofNullable(table.confirmed);
  }

  private static Claim claim(Marker marker) {
    Long behind = marker.getBehindMillis();
    Instant to = behind == null ? null : marker.getCapturedAt().minus(behind, ChronoUnit.MILLIS);
    return new Claim(marker.getPosition(), to, behind);
  }
}
