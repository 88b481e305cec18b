package dev.lockstep.sink.alert;

import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What captures said last, as far as it explains what others do not say. Bounded by endpoints and
 * tables. Not thread-safe.
 */
final class Captures {

  static final String PROGRAM = "producers";

  /**
   * The newest word of a capture.
   *
   * @param moved when, in time watched, it last was another than the one before it
   */
  private record Word(ComponentStatus status, Duration moved) {}

  private record Table(String subject, String table) {}

  private final Map<String, Word> endpoints = new HashMap<>();
  private final Set<Table> refused = new HashSet<>();
  private final Set<Table> gone = new HashSet<>();

  void heard(ComponentStatus status, Duration now) {
    if (!status.getTable().isEmpty()) {
      table(status);
    } else if (status.getProgram().equals(PROGRAM)) {
      endpoints.merge(
          status.getSubject(), new Word(status, now), (before, word) -> next(before, status, now));
    }
  }

  private static Word next(Word before, ComponentStatus status, Duration now) {
    boolean stands =
        before.status().getState() == status.getState()
            && before.status().getDone() == status.getDone();
    return new Word(status, stands ? before.moved() : now);
  }

  private void table(ComponentStatus status) {
    Table table = new Table(status.getSubject(), status.getTable());
    note(refused, table, status.getState() == ComponentState.REFUSED);
    if (status.getProgram().equals(PROGRAM)) {
      note(gone, table, status.getState() == ComponentState.STOPPED);
    }
  }

  private static void note(Set<Table> tables, Table table, boolean is) {
    if (is) {
      tables.add(table);
    } else {
      tables.remove(table);
    }
  }

  /** Whether a capture or a sink says that it cannot do a table. */
  boolean isRefused(String subject, String table) {
    return refused.contains(new Table(subject, table));
  }

  /** Whether a capture says that it has ended a table. */
  boolean isGone(String endpoint, String table) {
    return gone.contains(new Table(endpoint, table));
  }

  /** Whether a capture said last that it reads its endpoint. */
  boolean reads(String endpoint) {
    Word word = endpoints.get(endpoint);
    return word != null
        && (word.status().getState() == ComponentState.RUNNING
            || word.status().getState() == ComponentState.SNAPSHOT);
  }

  /** What a capture says that reads all rows of its endpoint. */
  Optional<ComponentStatus> rereads(String endpoint) {
    return Optional.ofNullable(endpoints.get(endpoint))
        .map(Word::status)
        .filter(status -> status.getState() == ComponentState.SNAPSHOT);
  }

  /** Whether a capture that reads all rows got further since then. */
  boolean rereadsOn(String endpoint, Duration since) {
    Word word = endpoints.get(endpoint);
    return word != null
        && word.status().getState() == ComponentState.SNAPSHOT
        && word.moved().compareTo(since) > 0;
  }
}
