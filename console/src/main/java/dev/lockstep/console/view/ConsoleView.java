package dev.lockstep.console.view;

import dev.lockstep.console.answer.Judgement;
import dev.lockstep.console.answer.ReaderStatus;
import dev.lockstep.console.fact.FactKind;
import dev.lockstep.console.fact.FactKinds;
import dev.lockstep.console.fact.FactList;
import dev.lockstep.console.fact.Picture;
import dev.lockstep.console.judge.AnswerJudge;
import dev.lockstep.console.judge.Bounds;
import dev.lockstep.console.judge.Known;
import dev.lockstep.console.keep.Keep;
import dev.lockstep.console.keep.Revisions;
import dev.lockstep.console.kind.ComponentFacts;
import dev.lockstep.console.kind.LagFacts;
import dev.lockstep.console.kind.TableFacts;
import dev.lockstep.flow.Flow;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.TableStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;

/**
 * The view as facts build it up: what each kind of fact keeps, and the answer that is given from
 * it.
 *
 * <p>Invariants: (1) every kind is within the bounds that it names; (2) a fact never replaces a
 * newer one of the same id, so reading twice or out of order changes nothing; (3) whatever changes
 * raises the revision.
 *
 * <p>One thread folds and takes snapshots; snapshots may be read by all. Nothing survives a crash:
 * the topics are read again.
 */
public final class ConsoleView {

  private final List<Flow> flows;
  private final FactKinds kinds;
  private final AnswerJudge judge;
  private final Revisions revisions = new Revisions();
  private final Map<FactKind<?, ?>, Keep> keeps = new LinkedHashMap<>();

  /** A view of flows; alerts would call a table late after so long. */
  public ConsoleView(Collection<Flow> flows, FactKinds kinds, Duration lagWarning) {
    this.flows = List.copyOf(flows);
    this.kinds = kinds;
    judge = new AnswerJudge(Bounds.of(lagWarning));
    kinds.all().forEach(kind -> keeps.put(kind, Keep.of(kind, revisions)));
  }

  /** Takes a fact of any kind. */
  public void said(SpecificRecord fact) {
    Objects.requireNonNull(keeps.get(kinds.of(fact))).said(fact);
  }

  /** A key of a topic has no value any more: what it stands for is over, whatever the kind. */
  public void ended(String topic, SpecificRecord key) {
    keeps.values().forEach(keep -> keep.ended(topic, key));
  }

  public long revision() {
    return revisions.newest();
  }

  /** An immutable picture, judged as of now. */
  public Snapshot snapshot(ReaderStatus reader, Instant now) {
    Map<FactKind<?, ?>, Picture> pictures = new LinkedHashMap<>();
    keeps.forEach((kind, keep) -> pictures.put(kind, keep.picture()));
    Pictures facts = new Pictures(pictures);
    return new Snapshot(
        revisions.newest(),
        revisions.removalsSince(),
        now,
        reader,
        judgement(facts, reader, now),
        facts,
        revisions.removals());
  }

  private Judgement judgement(Pictures facts, ReaderStatus reader, Instant now) {
    FactList<TableStatus> tables = facts.of(TableFacts.class);
    FactList<ComponentStatus> components = facts.of(ComponentFacts.class);
    return judge.judge(
        new Known(
            flows,
            tables.facts(),
            components.facts(),
            tables.forgotten() + components.forgotten(),
            FigureSums.of(tables.facts(), facts.of(LagFacts.class), now),
            reader),
        now);
  }
}
