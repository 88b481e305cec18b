package dev.lockstep.console.view;

import static dev.lockstep.testing.property.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.console.answer.ReaderStatus;
import dev.lockstep.console.demo.Facts;
import dev.lockstep.console.fact.Entry;
import dev.lockstep.console.fact.FactKinds;
import dev.lockstep.console.keep.Removal;
import dev.lockstep.console.kind.AlertFacts;
import dev.lockstep.console.kind.ComponentFacts;
import dev.lockstep.console.kind.DeadLetterFacts;
import dev.lockstep.console.kind.LagFacts;
import dev.lockstep.console.kind.TableFacts;
import dev.lockstep.console.kind.VerdictFacts;
import dev.lockstep.schema.event.AlertState;
import dev.lockstep.schema.event.Severity;
import dev.lockstep.schema.event.TableKey;
import dev.lockstep.schema.event.TableLag;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.event.VerdictState;
import dev.lockstep.schema.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleViewTest {

  private static final Instant NOW = Instant.parse("2026-03-14T09:26:53Z");
  private static final FactKinds TIGHT =
      new FactKinds(
          List.of(
              new ComponentFacts(2),
              new TableFacts(2),
              new LagFacts(2, 8, 4, Duration.ofMinutes(1)),
              new VerdictFacts(3, 2),
              new AlertFacts(2, 2),
              new DeadLetterFacts(2)));

  private final ConsoleView view =
      new ConsoleView(List.of(Facts.flow()), TIGHT, Duration.ofSeconds(60));

  @Test
  void aVerdictThatClosesMovesToTheClosedOnes() {
    view.said(open("v"));
    view.said(closed("v"));
    Snapshot snapshot = snapshot();
    assertThat(snapshot.of(VerdictFacts.class).open()).isEmpty();
    assertThat(snapshot.of(VerdictFacts.class).closed()).extracting(Entry::id).containsExactly("v");
    assertThat(snapshot.removals()).isEmpty();
  }

  @Test
  void anOlderRevisionReadAgainChangesNothing() {
    view.said(open("v"));
    view.said(closed("v"));
    long revision = view.revision();
    view.said(open("v"));
    assertThat(snapshot().of(VerdictFacts.class).open()).isEmpty();
    assertThat(view.revision()).isEqualTo(revision);
  }

  @Test
  void theFirstVerdictLeavesWhenThereAreTooManyAndSaysSo() {
    for (int i = 0; i < 5; i++) {
      view.said(open("v" + i));
    }
    Snapshot snapshot = snapshot();
    assertThat(snapshot.of(VerdictFacts.class).open())
        .extracting(Entry::id)
        .containsExactly("v2", "v3", "v4");
    assertThat(snapshot.removals())
        .extracting(Removal::kind, Removal::id)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("verdicts", "v0"),
            org.assertj.core.groups.Tuple.tuple("verdicts", "v1"));
  }

  @Test
  void anAlertResolvesOnceWhicheverTopicSaysItFirst() {
    view.said(Facts.alert("a", Severity.WARNING, "slow", NOW).build());
    view.said(
        Facts.alert("a", Severity.WARNING, "slow", NOW)
            .setState(AlertState.RESOLVED)
            .setResolvedAt(NOW.plusSeconds(1))
            .setAt(NOW.plusSeconds(1))
            .build());
    view.said(Facts.alert("a", Severity.WARNING, "slow", NOW).build());
    assertThat(snapshot().of(AlertFacts.class).open()).isEmpty();
    assertThat(snapshot().of(AlertFacts.class).closed()).hasSize(1);
  }

  @Test
  void aWindowStatedAgainReplacesItselfAndOldNewsIsDropped() {
    view.said(Facts.lag("t.a", NOW, 1, 1, 1));
    view.said(Facts.lag("t.a", NOW, 2, 2, 2));
    view.said(Facts.lag("t.a", NOW.minusSeconds(9), 9, 9, 9));
    List<Entry<TableLag>> points = snapshot().of(LagFacts.class).all().getFirst().points();
    assertThat(points).extracting(point -> point.fact().getChanges()).containsExactly(2L);
  }

  @Test
  void aTableThatIsGoneTakesItsLagWithIt() {
    view.said(Facts.table("t.a", NOW).build());
    view.said(Facts.lag("t.a", NOW, 1, 1, 1));
    view.ended(Topics.TABLE_STATUS.name(), new TableKey(Facts.FLOW, "t.a"));
    assertThat(snapshot().of(TableFacts.class).open()).isEmpty();
    assertThat(snapshot().of(LagFacts.class).all()).isEmpty();
    assertThat(snapshot().removals()).extracting(Removal::kind).containsExactly("tables");
  }

  @Test
  void aSnapshotStaysAsItWasTaken() {
    view.said(open("v"));
    Snapshot before = snapshot();
    view.said(closed("v"));
    view.said(Facts.lag("t.a", NOW, 1, 1, 1));
    assertThat(before.of(VerdictFacts.class).open()).hasSize(1);
    assertThat(before.of(LagFacts.class).all()).isEmpty();
  }

  @Test
  void deadLettersAreCountedBeyondWhatIsShown() {
    for (int i = 0; i < 5; i++) {
      view.said(Facts.deadLetter("d" + i, "t.a", "too long", NOW));
    }
    assertThat(snapshot().of(DeadLetterFacts.class).open()).hasSize(2);
    assertThat(snapshot().of(DeadLetterFacts.class).seen()).isEqualTo(5);
  }

  @Test
  void everyListStaysWithinItsBound() {
    forAll(
        200,
        any -> {
          List<Integer> ids = any.list(80, item -> item.anInt(0, 9));
          ConsoleView bounded =
              new ConsoleView(List.of(Facts.flow()), TIGHT, Duration.ofSeconds(60));
          int second = 0;
          for (int id : ids) {
            second++;
            Instant at = NOW.plusSeconds(second);
            bounded.said(Facts.table("t.t" + id, at).build());
            bounded.said(Facts.lag("t.t" + id, at, 1, 1, 1));
            bounded.said(id % 2 == 0 ? open("v" + id) : closed("v" + id));
            bounded.said(Facts.alert("a" + id, Severity.INFO, "x", at).build());
            bounded.said(Facts.deadLetter("d" + id, "t.a", "x", at));
          }
          Snapshot snapshot = bounded.snapshot(ReaderStatus.STARTING, NOW);
          assertThat(snapshot.of(TableFacts.class).open()).hasSizeLessThanOrEqualTo(2);
          assertThat(snapshot.of(VerdictFacts.class).open()).hasSizeLessThanOrEqualTo(3);
          assertThat(snapshot.of(VerdictFacts.class).closed()).hasSizeLessThanOrEqualTo(2);
          assertThat(snapshot.of(AlertFacts.class).open()).hasSizeLessThanOrEqualTo(2);
          assertThat(snapshot.of(DeadLetterFacts.class).open()).hasSizeLessThanOrEqualTo(2);
          assertThat(
                  snapshot.of(LagFacts.class).all().stream()
                      .mapToInt(series -> series.points().size())
                      .sum())
              .isLessThanOrEqualTo(8);
        });
  }

  private Snapshot snapshot() {
    return view.snapshot(ReaderStatus.STARTING, NOW);
  }

  private static Verdict open(String id) {
    return Facts.verdict(id, "t.a", "id=" + id, NOW).build();
  }

  private static Verdict closed(String id) {
    return Facts.verdict(id, "t.a", "id=" + id, NOW)
        .setState(VerdictState.CLOSED)
        .setRevision(2)
        .setClosedAt(NOW)
        .build();
  }
}
