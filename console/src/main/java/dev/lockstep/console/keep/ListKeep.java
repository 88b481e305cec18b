package dev.lockstep.console.keep;

import dev.lockstep.console.fact.FactList;
import dev.lockstep.console.fact.ListKind;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * The newest statement of each fact, the open ones apart from those that are over. A fact that is
 * over leaves the open ones, and one that opens again comes back to them.
 */
final class ListKeep<T extends SpecificRecord> implements Keep {

  private final ListKind<T> kind;
  private final Revisions revisions;
  private final Shelf<T> open;
  private final Shelf<T> closed;
  private long seen;

  ListKeep(ListKind<T> kind, Revisions revisions) {
    this.kind = kind;
    this.revisions = revisions;
    open = new Shelf<>(kind.mostOpen(), kind.isSortedById(), this::evicted);
    closed = new Shelf<>(kind.mostClosed(), kind.isSortedById(), this::evicted);
  }

  private void evicted(String id) {
    revisions.removed(kind.name(), id);
  }

  @Override
  public void said(SpecificRecord fact) {
    put(kind.type().cast(fact));
  }

  private void put(T fact) {
    String id = kind.id(fact);
    Optional<T> known = open.fact(id).or(() -> closed.fact(id));
    if (known.isEmpty()) {
      seen++;
    } else if (kind.isOutdated(fact, known.get())) {
      return;
    }
    boolean isOpen = kind.isOpen(fact);
    (isOpen ? closed : open).remove(id);
    (isOpen ? open : closed).put(id, revisions.next(), fact);
  }

  /** What is over stays as history. */
  @Override
  public void ended(String topic, SpecificRecord key) {
    kind.endedBy(topic, key).filter(open::remove).ifPresent(this::evicted);
  }

  @Override
  public FactList<T> picture() {
    return new FactList<>(open.entries(), closed.entries(), seen, open.evicted());
  }
}
