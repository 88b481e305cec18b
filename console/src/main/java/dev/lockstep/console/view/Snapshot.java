package dev.lockstep.console.view;

import dev.lockstep.console.answer.Judgement;
import dev.lockstep.console.answer.ReaderStatus;
import dev.lockstep.console.fact.FactKind;
import dev.lockstep.console.fact.Picture;
import dev.lockstep.console.keep.Removal;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * All that the console knows at one moment. Immutable: shared by every adapter and every client.
 *
 * <p>Everything carries the revision at which it was last stated, so what is new since an older
 * snapshot can be told without remembering that one. What left is in {@code removals}, as far back
 * as {@code removalsSince}; whoever is older than that needs the whole.
 *
 * @param facts what is shown of each kind of fact
 */
public record Snapshot(
    long revision,
    long removalsSince,
    Instant at,
    ReaderStatus reader,
    Judgement judgement,
    Pictures facts,
    List<Removal> removals) {

  public Snapshot {
    removals = List.copyOf(removals);
  }

  /** What is shown of the kind that a class declares. */
  public <T extends SpecificRecord, P extends Picture> P of(Class<? extends FactKind<T, P>> kind) {
    return facts.of(kind);
  }
}
