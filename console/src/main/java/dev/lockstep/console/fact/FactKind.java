package dev.lockstep.console.fact;

import dev.lockstep.flow.Configured;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * One kind of fact: all that the console must be told to read it, to keep it within bounds, to send
 * it to pages and to serve it. Stateless.
 *
 * @param <T> the record that states it
 * @param <P> what is shown of it at one moment
 */
public sealed interface FactKind<T extends SpecificRecord, P extends Picture>
    permits ListKind, SeriesKind {

  /** What it is called in JSON: in messages to pages, in answers, and in the page's store. */
  String name();

  /** The record that states it. No two kinds have the same: a record is told by its type. */
  Class<T> type();

  /** The topics that state it, and how much of their past is read at the start. */
  List<FactTopic> topics();

  /**
   * What it is said of: what is said of the same again takes its place. A fact says so itself; its
   * record's key is read only where there is no value.
   */
  String id(T fact);

  /** Whether it is said of something that is still configured; what is not is passed over. */
  default boolean concerns(T fact, Configured configured) {
    return true;
  }

  /**
   * The id of what is over with a key that has no value any more. Every kind is asked about the
   * keys of every topic, so that one may end with another.
   */
  default Optional<String> endedBy(String topic, SpecificRecord key) {
    return Optional.empty();
  }
}
