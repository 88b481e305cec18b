package dev.lockstep.console.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.console.demo.Facts;
import dev.lockstep.console.view.Judgement.Level;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Goal: the headline never looks better than the facts. Method: one fact changed at a time. */
class JudgeTest {

  private static final Instant NOW = Instant.parse("2026-03-14T09:26:53Z");

  private final ConsoleView view = new ConsoleView(ViewBounds.DEFAULT, Duration.ofSeconds(60));

  @Test
  void saysInLockstepWithItsFiguresWhenEverythingIsEqual() {
    view.table(orders().setInFlight(7).build());
    view.table(Facts.table("shop.customers", NOW).build());
    view.lag(Facts.lag("shop.orders", NOW.minusSeconds(2), 100, 40, 80));
    Judgement judgement = judge();
    assertThat(judgement.level()).isEqualTo(Level.IN_LOCKSTEP);
    assertThat(judgement.headline())
        .isEqualTo("In lockstep: 2 tables equal, 0 open verdicts, 7 in flight, lag 80 ms");
    assertThat(judgement.reasons()).isEmpty();
    assertThat(judgement.figures().lagUncertaintyMillis()).isEqualTo(1_000);
    assertThat(judgement.figures().changesPerSecond()).isEqualTo(100);
  }

  @Test
  void namesTheTableWhoseRowsAreWrong() {
    view.table(orders().setEqual(false).setOpenMismatched(1).setOpenExtra(1).build());
    assertThat(judge().headline()).isEqualTo("2 rows are wrong in shop.orders");
    assertThat(judge().reasons())
        .containsExactly(
            "All other rows are equal: the running digests differ by exactly the open verdicts");
  }

  @Test
  void countsWrongRowsOverTablesAndTellsThemApart() {
    view.table(orders().setEqual(false).setOpenMissing(1).build());
    view.table(Facts.table("shop.items", NOW).setEqual(false).setOpenMismatched(1_200).build());
    assertThat(judge().headline()).isEqualTo("1,201 rows are wrong in 2 tables");
    assertThat(judge().reasons())
        .contains("shop.items: 1,200 differ", "shop.orders: 1 missing on the target");
  }

  @Test
  void doesNotSayThatTheRestIsEqualWhenAResidualRemains() {
    view.table(orders().setEqual(false).setOpenMismatched(1).setResidualZero(false).build());
    assertThat(judge().headline()).isEqualTo("1 row is wrong in shop.orders");
    assertThat(judge().reasons())
        .containsExactly("shop.orders differs in a way that no known row explains");
  }

  @Test
  void callsADifferenceWrongThatNoVerdictExplains() {
    view.table(orders().setEqual(false).setResidualZero(false).build());
    assertThat(judge().level()).isEqualTo(Level.WRONG);
  }

  @Test
  void callsUnequalWrongEvenWithoutAnyOtherSign() {
    view.table(orders().setEqual(false).build());
    assertThat(judge().level()).isEqualTo(Level.WRONG);
  }

  @Test
  void neverSaysInLockstepWhileRowsCouldNotBeJudged() {
    view.table(orders().setInconclusive(3).build());
    assertThat(judge().level()).isEqualTo(Level.BLOCKED);
    assertThat(judge().headline()).isEqualTo("3 rows of shop.orders could not be judged");
  }

  @Test
  void saysWhyATableIsBlocked() {
    view.table(orders().setPhase(TablePhase.BLOCKED).setProblem("its history is lost").build());
    assertThat(judge().headline()).isEqualTo("shop.orders cannot be judged: its history is lost");
  }

  @Test
  void saysThatATableIsBeingCopied() {
    view.table(orders().setPhase(TablePhase.LOADING).setTargetRows(10).setEqual(false).build());
    assertThat(judge().level()).isEqualTo(Level.LOADING);
    assertThat(judge().headline()).isEqualTo("Copying: 0 of 1 table done");
    assertThat(judge().reasons())
        .containsExactly("shop.orders is being copied: 1,000 rows at the source, 10 at the target");
  }

  @Test
  void grewStaleWhenMarkersStop() {
    view.table(Facts.table("shop.orders", NOW.minusSeconds(42)).build());
    assertThat(judge().headline()).isEqualTo("No news of shop.orders for 42 s");
  }

  @Test
  void isBehindWhenAChangeWaitsTooLong() {
    view.table(orders().setOldestInFlightAt(NOW.minusSeconds(125)).build());
    assertThat(judge().level()).isEqualTo(Level.BEHIND);
    assertThat(judge().headline()).isEqualTo("shop.orders is 2 min 5 s behind");
  }

  @Test
  void wrongRowsOutweighEverythingElse() {
    view.table(Facts.table("shop.a", NOW.minusSeconds(99)).build());
    view.table(orders().setEqual(false).setOpenMismatched(1).build());
    view.component(
        Facts.component("sink", "f", "", ComponentState.FAILED, NOW).setMessage("gone").build());
    Judgement judgement = judge();
    assertThat(judgement.level()).isEqualTo(Level.WRONG);
    assertThat(judgement.reasons())
        .contains("sink (f) has failed: gone", "No news of shop.a for 1 min 39 s");
  }

  @Test
  void waitsUntilTheTopicsAreReadToTheirEnd() {
    view.table(orders().build());
    ReaderStatus behind =
        new ReaderStatus(false, 3_000, Optional.of(NOW), List.of(), 0, Optional.empty());
    Judgement judgement = view.snapshot(behind, NOW).judgement();
    assertThat(judgement.level()).isEqualTo(Level.WAITING);
    assertThat(judgement.headline()).contains("3,000 records to go");
  }

  @Test
  void saysThatKafkaDoesNotAnswer() {
    view.table(orders().build());
    ReaderStatus silent =
        new ReaderStatus(
            true,
            0,
            Optional.of(NOW.minusSeconds(60)),
            List.of(),
            0,
            Optional.of("Kafka at k:9092 does not answer"));
    assertThat(view.snapshot(silent, NOW).judgement().headline())
        .isEqualTo("Kafka at k:9092 does not answer");
  }

  @Test
  void hasNoLagWhenNothingChangedLately() {
    view.table(orders().build());
    view.lag(Facts.lag("shop.orders", NOW.minusSeconds(60), 100, 40, 80));
    assertThat(judge().figures().lagMillis()).isEqualTo(-1);
    assertThat(judge().headline()).endsWith("nothing changing");
  }

  private static TableStatus.Builder orders() {
    return Facts.table("shop.orders", NOW);
  }

  private Judgement judge() {
    ReaderStatus fine = new ReaderStatus(true, 0, Optional.of(NOW), List.of(), 0, Optional.empty());
    return view.snapshot(fine, NOW).judgement();
  }
}
