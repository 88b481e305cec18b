package dev.lockstep.console.keep;

import dev.lockstep.console.fact.FactKind;
import dev.lockstep.console.fact.ListKind;
import dev.lockstep.console.fact.Picture;
import dev.lockstep.console.fact.SeriesKind;
import org.apache.avro.specific.SpecificRecord;

/** Holds the facts of one kind, within the bounds that the kind names. Not thread-safe. */
public sealed interface Keep permits ListKeep, SeriesKeep {

  /** An empty one for a kind; what changes in it gets its number from the changes of all. */
  static Keep of(FactKind<?, ?> kind, Revisions revisions) {
    return switch (kind) {
      case ListKind<?> list -> new ListKeep<>(list, revisions);
      case SeriesKind<?> series -> new SeriesKeep<>(series, revisions);
    };
  }

  /** Takes a fact, which must be of the kind. */
  void said(SpecificRecord fact);

  /** Drops what has ended with a key that has no value any more, if anything has. */
  void ended(String topic, SpecificRecord key);

  /** What it holds now. Made again only after a change. */
  Picture picture();
}
