package dev.lockstep.console.fact;

import dev.lockstep.console.json.JsonText;
import java.io.IOException;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Facts that are kept as a list by id, the newest statement of each. Some kinds have an end (an
 * alert is resolved): what is over is kept in a list of its own, so that it pushes out nothing that
 * is still open.
 *
 * @param <T> the record that states it
 */
public non-sealed interface ListKind<T extends SpecificRecord> extends FactKind<T, FactList<T>> {

  /** How many are kept; when there are more, the one that was stated first leaves. */
  int mostOpen();

  /** How many are kept of those that are over. */
  default int mostClosed() {
    return 0;
  }

  default boolean isOpen(T fact) {
    return true;
  }

  /** Whether something newer is known already, as when a topic is read twice. */
  default boolean isOutdated(T fact, T known) {
    return false;
  }

  /** Otherwise in the order in which each was stated first. */
  default boolean isSortedById() {
    return false;
  }

  /** Under which name pages are told how many there ever were, if they are. */
  default Optional<String> counter() {
    return Optional.empty();
  }

  /** Writes its fields into an object that has its id already. */
  void fields(JsonText json, T fact) throws IOException;

  /** Writes one with its id, by which pages know it. */
  default void json(JsonText json, Entry<T> entry) throws IOException {
    json.field("id", entry.id());
    fields(json, entry.fact());
  }

  /** Where it is served by itself, if it is. */
  default Optional<FactRoute<T>> route() {
    return Optional.empty();
  }
}
