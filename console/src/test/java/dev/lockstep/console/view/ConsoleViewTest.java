package dev.lockstep.console.view;

import static dev.lockstep.testing.property.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.console.demo.Facts;
import dev.lockstep.console.judge.ReaderStatus;
import dev.lockstep.console.view.Removal.Section;
import dev.lockstep.schema.event.AlertState;
import dev.lockstep.schema.event.Severity;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.event.VerdictState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleViewTest {

  private static final Instant NOW = Instant.parse("2026-03-14T09:26:53Z");
  private static final ViewBounds TIGHT =
      new ViewBounds(3, 2, 2, 2, 2, 2, 2, 8, 4, Duration.ofMinutes(1));

  private final ConsoleView view =
      new ConsoleView(List.of(Facts.flow()), TIGHT, Duration.ofSeconds(60));

  @Test
  void aVerdictThatClosesMovesToTheClosedOnes() {
    view.verdict(open("v"));
    view.verdict(closed("v"));
    Snapshot snapshot = snapshot();
    assertThat(snapshot.openVerdicts()).isEmpty();
    assertThat(snapshot.closedVerdicts()).extracting(Entry::id).containsExactly("v");
    assertThat(snapshot.removals()).isEmpty();
  }

  @Test
  void anOlderRevisionReadAgainChangesNothing() {
    view.verdict(open("v"));
    view.verdict(closed("v"));
    long revision = view.revision();
    view.verdict(open("v"));
    assertThat(snapshot().openVerdicts()).isEmpty();
    assertThat(view.revision()).isEqualTo(revision);
  }

  @Test
  void theFirstVerdictLeavesWhenThereAreTooManyAndSaysSo() {
    for (int i = 0; i < 5; i++) {
      view.verdict(open("v" + i));
    }
    Snapshot snapshot = snapshot();
    assertThat(snapshot.openVerdicts()).extracting(Entry::id).containsExactly("v2", "v3", "v4");
    assertThat(snapshot.removals())
        .extracting(Removal::section, Removal::id)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Section.VERDICTS, "v0"),
            org.assertj.core.groups.Tuple.tuple(Section.VERDICTS, "v1"));
  }

  @Test
  void anAlertResolvesOnceWhicheverTopicSaysItFirst() {
    view.alert(Facts.alert("a", Severity.WARNING, "slow", NOW).build());
    view.alert(
        Facts.alert("a", Severity.WARNING, "slow", NOW)
            .setState(AlertState.RESOLVED)
            .setResolvedAt(NOW.plusSeconds(1))
            .setAt(NOW.plusSeconds(1))
            .build());
    view.alert(Facts.alert("a", Severity.WARNING, "slow", NOW).build());
    assertThat(snapshot().openAlerts()).isEmpty();
    assertThat(snapshot().resolvedAlerts()).hasSize(1);
  }

  @Test
  void aWindowStatedAgainReplacesItselfAndOldNewsIsDropped() {
    view.lag(Facts.lag("t.a", NOW, 1, 1, 1));
    view.lag(Facts.lag("t.a", NOW, 2, 2, 2));
    view.lag(Facts.lag("t.a", NOW.minusSeconds(9), 9, 9, 9));
    List<LagPoint> points = snapshot().lag().getFirst().points();
    assertThat(points).extracting(point -> point.lag().getChanges()).containsExactly(2L);
  }

  @Test
  void aTableThatIsGoneTakesItsLagWithIt() {
    view.table(Facts.table("t.a", NOW).build());
    view.lag(Facts.lag("t.a", NOW, 1, 1, 1));
    view.tableGone(Facts.FLOW, "t.a");
    assertThat(snapshot().tables()).isEmpty();
    assertThat(snapshot().lag()).isEmpty();
    assertThat(snapshot().removals()).extracting(Removal::section).containsExactly(Section.TABLES);
  }

  @Test
  void aSnapshotStaysAsItWasTaken() {
    view.verdict(open("v"));
    Snapshot before = snapshot();
    view.verdict(closed("v"));
    view.lag(Facts.lag("t.a", NOW, 1, 1, 1));
    assertThat(before.openVerdicts()).hasSize(1);
    assertThat(before.lag()).isEmpty();
  }

  @Test
  void deadLettersAreCountedBeyondWhatIsShown() {
    for (int i = 0; i < 5; i++) {
      view.deadLetter(Facts.deadLetter("d" + i, "t.a", "too long", NOW));
    }
    assertThat(snapshot().deadLetters()).hasSize(2);
    assertThat(snapshot().deadLettersSeen()).isEqualTo(5);
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
            bounded.table(Facts.table("t.t" + id, at).build());
            bounded.lag(Facts.lag("t.t" + id, at, 1, 1, 1));
            bounded.verdict(id % 2 == 0 ? open("v" + id) : closed("v" + id));
            bounded.alert(Facts.alert("a" + id, Severity.INFO, "x", at).build());
            bounded.deadLetter(Facts.deadLetter("d" + id, "t.a", "x", at));
          }
          Snapshot snapshot = bounded.snapshot(ReaderStatus.STARTING, NOW);
          assertThat(snapshot.tables()).hasSizeLessThanOrEqualTo(2);
          assertThat(snapshot.openVerdicts()).hasSizeLessThanOrEqualTo(3);
          assertThat(snapshot.closedVerdicts()).hasSizeLessThanOrEqualTo(2);
          assertThat(snapshot.openAlerts()).hasSizeLessThanOrEqualTo(2);
          assertThat(snapshot.deadLetters()).hasSizeLessThanOrEqualTo(2);
          assertThat(snapshot.lag().stream().mapToInt(series -> series.points().size()).sum())
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
