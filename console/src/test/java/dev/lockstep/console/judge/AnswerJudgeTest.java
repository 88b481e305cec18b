package dev.lockstep.console.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.console.answer.Judgement;
import dev.lockstep.console.answer.Judgement.Figures;
import dev.lockstep.console.answer.Judgement.Level;
import dev.lockstep.console.answer.ReaderStatus;
import dev.lockstep.console.answer.TableStanding;
import dev.lockstep.console.answer.TableStanding.State;
import dev.lockstep.console.demo.Facts;
import dev.lockstep.flow.Flow;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: the headline is never better than what is known. Method: a migration that is in lockstep,
 * in which one thing is changed at a time; then every state of every program and phase.
 */
class AnswerJudgeTest {

  private static final Instant NOW = Instant.parse("2026-03-14T09:26:53Z");
  private static final String ORDERS = "shop.orders";
  private static final String ITEMS = "shop.items";
  private static final ReaderStatus FINE =
      new ReaderStatus(true, 0, Optional.of(NOW), List.of(), 0, Optional.empty());
  private static final Figures FIGURES = new Figures(0, 0, 0, 2_000, 2_000, 0, 0, 7, 0, 100, 80, 0);

  private final List<Flow> flows = new ArrayList<>(List.of(Facts.flow()));
  private final Map<String, TableStatus> tables = new LinkedHashMap<>();
  private final Map<String, ComponentStatus> components = new LinkedHashMap<>();
  private Figures figures = FIGURES;
  private ReaderStatus reader = FINE;

  AnswerJudgeTest() {
    table(Facts.table(ORDERS, NOW));
    table(Facts.table(ITEMS, NOW));
    Facts.captured(NOW, ORDERS, ITEMS).forEach(this::component);
  }

  @Test
  void saysInLockstepAndUpToWhenOnceEverythingIsKnownToBeEqual() {
    table(
        Facts.table(ITEMS, NOW).setConfirmedTo(NOW.minusSeconds(2)).setConfirmedPosition("0-1-9"));
    Judgement judgement = judge();
    assertThat(judgement.headline())
        .isEqualTo("In lockstep: 2 tables equal, 0 open verdicts, 7 in flight, lag 80 ms");
    assertThat(judgement.inLockstep()).isTrue();
    assertThat(judgement.reasons()).isEmpty();
    assertThat(judgement.claim().orElseThrow())
        .isEqualTo(
            new Judgement.Claim(
                "2 tables are equal as of 09:26:51 UTC, 2.0 s ago (position 0-1-9)",
                2,
                Optional.of(NOW.minusSeconds(2)),
                Optional.of("0-1-9")));
    assertThat(judgement.figures().tablesEqual()).isEqualTo(2);
  }

  @Test
  void aRefusedTableIsNamedBesideTheEqualOnes() {
    component(
        Facts.component("producers", Facts.SOURCE, "zoo.boo2", ComponentState.REFUSED, NOW)
            .setMessage("type boolean is not understood")
            .setRemedy("Take it out of the flow")
            .build());
    Judgement judgement = judge();
    assertThat(judgement.level()).isEqualTo(Level.BLOCKED);
    assertThat(judgement.headline())
        .isEqualTo("2 tables equal; zoo.boo2 is refused: type boolean is not understood");
    assertThat(judgement.figures().tables()).isEqualTo(3);
    TableStanding refused = judgement.standings().getFirst();
    assertThat(refused.state()).isEqualTo(State.REFUSED);
    assertThat(refused.remedy()).contains("Take it out of the flow");
  }

  @Test
  void aViewIsListedAndSpeaksAgainstNothing() {
    component(
        Facts.component("producers", Facts.SOURCE, "shop.seen", ComponentState.LEFT_OUT, NOW)
            .setMessage("shop.seen is a view: it has no rows of its own and is not copied.")
            .build());
    Judgement judgement = judge();
    assertThat(judgement.headline())
        .isEqualTo("In lockstep: 2 tables equal, 0 open verdicts, 7 in flight, lag 80 ms");
    assertThat(judgement.figures().tables()).isEqualTo(2);
    assertThat(judgement.standings())
        .filteredOn(standing -> standing.table().equals("shop.seen"))
        .singleElement()
        .satisfies(
            view -> {
              assertThat(view.state()).isEqualTo(State.LEFT_OUT);
              assertThat(view.why().orElseThrow()).contains("is a view");
            });
  }

  @Test
  void aFlowOfViewsAloneHasNoTables() {
    tables.clear();
    components.clear();
    Facts.captured(NOW).forEach(this::component);
    said("producers", Facts.SOURCE, "shop.seen", ComponentState.LEFT_OUT);
    assertThat(judge().inLockstep()).isFalse();
    assertThat(judge().headline()).contains("has no tables");
  }

  @Test
  void aRefusedTableIsNotCalledCopyingThoughItsStatusSaysThatItWaits() {
    table(Facts.table(ORDERS, NOW).setPhase(TablePhase.WAITING).setEqual(true));
    said("producers", Facts.SOURCE, ORDERS, ComponentState.REFUSED);
    Judgement judgement = judge();
    assertThat(judgement.headline()).isEqualTo("1 table equal; shop.orders is refused");
    assertThat(judgement.reasons()).isEmpty();
  }

  /** Refused, then mended: accepted by the capture, but its rows were never read. */
  @Test
  void aMendedTableIsNotForgottenBeforeItIsCompared() {
    said("producers", Facts.SOURCE, "zoo.boo2", ComponentState.RUNNING);
    assertThat(judge().level()).isEqualTo(Level.WAITING);
    assertThat(judge().headline()).isEqualTo("2 tables equal; zoo.boo2 has not been compared yet");
    table(Facts.table("zoo.boo2", NOW).setPhase(TablePhase.WAITING).setEqual(true));
    assertThat(judge().level()).isEqualTo(Level.LOADING);
    table(Facts.table("zoo.boo2", NOW).setPhase(TablePhase.LOADING).setEqual(true));
    assertThat(judge().level()).isEqualTo(Level.LOADING);
    table(Facts.table("zoo.boo2", NOW));
    assertThat(judge().inLockstep()).isTrue();
  }

  /** What a start after a long stop looked like: statuses of before, equal, nothing in flight. */
  @Test
  void isNotInLockstepWhileTheCaptureHasMuchToRead() {
    component(
        Facts.capture(Facts.SOURCE, NOW)
            .setBehindMillis(240_000L)
            .setRatePerSecond(5_000.0)
            .setRemainingMillis(60_000L)
            .build());
    assertThat(judge().level()).isEqualTo(Level.BEHIND);
    assertThat(judge().headline())
        .isEqualTo(
            "2 tables equal; the capture of shop is 4 min 0 s behind the end of its log, 5,000 a"
                + " second, about 1 min 0 s left");
  }

  @Test
  void aLateCaptureIsNamedBeforeTheTablesThatAreLateForIt() {
    component(Facts.capture(Facts.SOURCE, NOW).setBehindMillis(20_000L).build());
    table(Facts.table(ORDERS, NOW).setConfirmedTo(NOW.minusSeconds(20)));
    assertThat(judge().headline())
        .isEqualTo("1 table equal; the capture of shop is 20 s behind the end of its log");
    assertThat(judge().reasons()).containsExactly("shop.orders is 20 s behind");
  }

  @Test
  void isNotInLockstepWhileItIsNotKnownHowFarACaptureIs() {
    for (String endpoint : List.of(Facts.SOURCE, Facts.TARGET)) {
      component(Facts.capture(endpoint, NOW).setBehindMillis(null).build());
      assertThat(judge().level()).isEqualTo(Level.STALE);
      assertThat(judge().headline())
          .isEqualTo(
              "2 tables equal; it is not known how far the capture of %s is behind the end of its log"
                  .formatted(endpoint));
      component(Facts.capture(endpoint, NOW).build());
    }
  }

  @Test
  void isNotInLockstepWhenACaptureHasFallenSilent() {
    component(Facts.capture(Facts.TARGET, NOW.minusSeconds(16)).build());
    assertThat(judge().headline())
        .isEqualTo("2 tables equal; the capture of warehouse has said nothing for 16 s");
    components.remove(key("producers", Facts.TARGET, ""));
    assertThat(judge().headline())
        .isEqualTo("2 tables equal; the capture of warehouse has said nothing yet");
  }

  @ParameterizedTest
  @EnumSource(ComponentState.class)
  void onlyARunningCaptureLetsItBeInLockstep(ComponentState state) {
    for (String endpoint : List.of(Facts.SOURCE, Facts.TARGET)) {
      component(Facts.capture(endpoint, NOW).setState(state).build());
      assertThat(judge().inLockstep()).isEqualTo(state == ComponentState.RUNNING);
      component(Facts.capture(endpoint, NOW).build());
    }
  }

  @ParameterizedTest
  @EnumSource(ComponentState.class)
  void onlyATableThatRunsEverywhereLetsItBeInLockstep(ComponentState state) {
    Set<ComponentState> harmlessElsewhere =
        EnumSet.of(ComponentState.RUNNING, ComponentState.STARTING, ComponentState.STOPPED);
    said("producers", Facts.SOURCE, ORDERS, state);
    assertThat(judge().inLockstep())
        .isEqualTo(
            EnumSet.of(ComponentState.RUNNING, ComponentState.STOPPED, ComponentState.LEFT_OUT)
                .contains(state));
    said("producers", Facts.SOURCE, ORDERS, ComponentState.RUNNING);
    said("producers", Facts.TARGET, ORDERS, state);
    assertThat(judge().inLockstep()).isEqualTo(harmlessElsewhere.contains(state));
    said("producers", Facts.TARGET, ORDERS, ComponentState.RUNNING);
    said("sink", Facts.FLOW, ORDERS, state);
    assertThat(judge().inLockstep()).isEqualTo(harmlessElsewhere.contains(state));
  }

  @Test
  void aTableOfWhichNoCaptureSpeaksIsUnknown() {
    components.remove(key("producers", Facts.SOURCE, ORDERS));
    assertThat(judge().headline())
        .isEqualTo("1 table equal; nothing is known of the capture of shop.orders from shop");
  }

  @ParameterizedTest
  @EnumSource(TablePhase.class)
  void equalIsAClaimOfATableThatIsFollowedOnly(TablePhase phase) {
    table(Facts.table(ORDERS, NOW).setPhase(phase).setEqual(true));
    assertThat(judge().inLockstep()).isEqualTo(phase == TablePhase.FOLLOWING);
    assertThat(judge().figures().tablesEqual()).isEqualTo(phase == TablePhase.FOLLOWING ? 2 : 1);
  }

  @Test
  void aFlowWithoutTablesIsNotEqual() {
    tables.clear();
    components.clear();
    component(Facts.capture(Facts.SOURCE, NOW).build());
    component(Facts.capture(Facts.TARGET, NOW).build());
    assertThat(judge().level()).isEqualTo(Level.WAITING);
    assertThat(judge().claim()).isEmpty();
  }

  @Test
  void oneFlowWithoutTablesIsNamedBesideAnotherThatIsEqual() {
    flows.add(Facts.flow("archive", "old", "older"));
    component(Facts.capture("old", NOW).build());
    component(Facts.capture("older", NOW).build());
    assertThat(judge().headline())
        .isEqualTo(
            "2 tables equal; flow archive has no tables: nothing at old is known to match its"
                + " tables.include");
  }

  @Test
  void aTableThatIsReadAnewByItselfIsSaidWithReasonRowsRateAndTimeLeft() {
    component(
        Facts.component("producers", Facts.SOURCE, ORDERS, ComponentState.SNAPSHOT, NOW)
            .setMessage("ALTER TABLE added a column with a default")
            .setDone(120_000)
            .setTotal(500_000)
            .setRatePerSecond(5_000.0)
            .setRemainingMillis(76_000L)
            .build());
    Judgement judgement = judge();
    assertThat(judgement.level()).isEqualTo(Level.LOADING);
    assertThat(judgement.headline())
        .isEqualTo(
            "1 table equal; shop.orders is read anew: ALTER TABLE added a column with a default;"
                + " 120,000 of about 500,000 rows, 5,000 a second, about 1 min 16 s left");
    assertThat(judgement.standings().getFirst().work().orElseThrow().done()).isEqualTo(120_000);
  }

  @Test
  void aTableThatIsCopiedShowsTheProgressOfItsEndpointAndNoneOfItsOwn() {
    table(
        Facts.table(ORDERS, NOW)
            .setPhase(TablePhase.LOADING)
            .setSourceRows(10)
            .setTargetRows(10)
            .setEqual(true));
    component(
        Facts.capture(Facts.SOURCE, NOW)
            .setState(ComponentState.SNAPSHOT)
            .setDone(33)
            .setTotal(100)
            .build());
    Judgement judgement = judge();
    assertThat(judgement.headline()).isEqualTo("Copying: 1 of 2 tables done");
    assertThat(judgement.reasons())
        .containsExactly(
            "shop.orders is being copied: 10 rows at the source, 10 at the target",
            "The tables of shop are read; 33 of about 100 rows");
    assertThat(judgement.standings().getFirst().work().orElseThrow().total()).isEqualTo(100);
  }

  @Test
  void equalWithoutADateIsNotInLockstep() {
    table(Facts.table(ORDERS, NOW).setConfirmedTo(null).setConfirmedPosition(null));
    Judgement judgement = judge();
    assertThat(judgement.headline())
        .isEqualTo("1 table equal; shop.orders is equal, but it is not known as of when");
    assertThat(judgement.claim().orElseThrow().at()).isEmpty();
  }

  @Test
  void equalAsOfLongAgoIsBehind() {
    table(Facts.table(ORDERS, NOW).setConfirmedTo(NOW.minusSeconds(125)));
    assertThat(judge().level()).isEqualTo(Level.BEHIND);
    assertThat(judge().headline()).isEqualTo("1 table equal; shop.orders is 2 min 5 s behind");
    assertThat(judge().claim().orElseThrow().sentence())
        .isEqualTo("2 tables are equal as of 09:24:48 UTC, 2 min 5 s ago (position 0-1-4711)");
  }

  @Test
  void isBehindWhenAChangeWaitsTooLong() {
    table(Facts.table(ORDERS, NOW).setInFlight(1).setOldestInFlightAt(NOW.minusSeconds(16)));
    assertThat(judge().headline()).isEqualTo("1 table equal; shop.orders is 16 s behind");
  }

  @Test
  void grewStaleWhenMarkersStop() {
    table(Facts.table(ORDERS, NOW.minusSeconds(42)));
    assertThat(judge().headline()).isEqualTo("1 table equal; no news of shop.orders for 42 s");
  }

  @Test
  void manyOfAKindAreOneSentenceAndThenEachByItself() {
    for (String table : List.of("a.a", "b.b", "c.c")) {
      said("producers", Facts.SOURCE, table, ComponentState.REFUSED);
    }
    assertThat(judge().headline()).isEqualTo("2 tables equal; 3 tables are refused");
    assertThat(judge().reasons())
        .containsExactly("a.a is refused", "b.b is refused", "c.c is refused");
  }

  @Test
  void reasonsAreBoundedAndCounted() {
    for (int i = 0; i < 300; i++) {
      said("producers", Facts.SOURCE, "t.t" + i, ComponentState.REFUSED);
    }
    assertThat(judge().reasons()).hasSize(Judgement.MOST_REASONS).last().isEqualTo("and 201 more");
  }

  @Test
  void aDroppedTableWhoseCopyIsEmptyHoldsNothingUp() {
    said("producers", Facts.SOURCE, ORDERS, ComponentState.STOPPED);
    table(Facts.table(ORDERS, NOW.minusSeconds(600)).setSourceRows(0).setTargetRows(0));
    Judgement judgement = judge();
    assertThat(judgement.inLockstep()).isTrue();
    assertThat(judgement.figures().tablesEqual()).isEqualTo(1);
    assertThat(judgement.standings().getFirst().state()).isEqualTo(State.GONE);
  }

  @Test
  void aDroppedTableWhoseRowsAreStillThereHoldsItUp() {
    said("producers", Facts.SOURCE, ORDERS, ComponentState.STOPPED);
    table(Facts.table(ORDERS, NOW.minusSeconds(600)));
    assertThat(judge().level()).isEqualTo(Level.STALE);
  }

  @Test
  void namesTheTableWhoseRowsAreWrong() {
    figures = wrong(2);
    table(Facts.table(ORDERS, NOW).setEqual(false).setOpenMismatched(1).setOpenExtra(1));
    assertThat(judge().headline()).isEqualTo("2 rows are wrong in shop.orders");
    assertThat(judge().reasons())
        .containsExactly(
            "All other rows are equal: the running digests differ by exactly the open verdicts");
  }

  @Test
  void countsWrongRowsOverTablesAndTellsThemApart() {
    figures = wrong(1_201);
    table(Facts.table(ORDERS, NOW).setEqual(false).setOpenMissing(1));
    table(Facts.table(ITEMS, NOW).setEqual(false).setOpenMismatched(1_200));
    assertThat(judge().headline()).isEqualTo("1,201 rows are wrong in 2 tables");
    assertThat(judge().reasons())
        .contains("shop.items: 1,200 differ", "shop.orders: 1 missing on the target");
  }

  @Test
  void doesNotSayThatTheRestIsEqualWhenAResidualRemains() {
    figures = wrong(1);
    table(Facts.table(ORDERS, NOW).setEqual(false).setOpenMismatched(1).setResidualZero(false));
    assertThat(judge().headline()).isEqualTo("1 row is wrong in shop.orders");
    assertThat(judge().reasons())
        .containsExactly("shop.orders differs in a way that no known row explains");
  }

  @Test
  void doesNotSayThatTheRestIsEqualWhileATableIsUnread() {
    figures = wrong(1);
    table(Facts.table(ORDERS, NOW).setEqual(false).setOpenMismatched(1));
    said("producers", Facts.SOURCE, "zoo.boo2", ComponentState.RUNNING);
    assertThat(judge().reasons()).containsExactly("zoo.boo2 has not been compared yet");
  }

  @Test
  void callsADifferenceWrongThatNoVerdictExplains() {
    table(Facts.table(ORDERS, NOW).setEqual(false).setResidualZero(false));
    assertThat(judge().level()).isEqualTo(Level.WRONG);
  }

  @Test
  void callsUnequalWrongEvenWithoutAnyOtherSign() {
    table(Facts.table(ORDERS, NOW).setEqual(false));
    assertThat(judge().level()).isEqualTo(Level.WRONG);
  }

  @Test
  void neverSaysInLockstepWhileRowsCouldNotBeJudged() {
    table(Facts.table(ORDERS, NOW).setInconclusive(3));
    assertThat(judge().headline())
        .isEqualTo("1 table equal; 3 rows of shop.orders could not be judged");
  }

  @Test
  void saysWhyATableIsBlocked() {
    table(Facts.table(ORDERS, NOW).setPhase(TablePhase.BLOCKED).setProblem("its history is lost"));
    assertThat(judge().headline())
        .isEqualTo("1 table equal; shop.orders cannot be judged: its history is lost");
  }

  @Test
  void wrongRowsOutweighEverythingElseButHideNothing() {
    figures = wrong(1);
    table(Facts.table(ITEMS, NOW.minusSeconds(99)));
    table(Facts.table(ORDERS, NOW).setEqual(false).setOpenMismatched(1));
    said("producers", Facts.SOURCE, ORDERS, ComponentState.REFUSED);
    component(
        Facts.component("sink", Facts.FLOW, "", ComponentState.FAILED, NOW)
            .setMessage("gone")
            .build());
    Judgement judgement = judge();
    assertThat(judgement.level()).isEqualTo(Level.WRONG);
    assertThat(judgement.reasons())
        .contains(
            "sink (shop_to_warehouse) has failed: gone",
            "No news of shop.items for 1 min 39 s",
            "shop.orders is refused");
  }

  @Test
  void waitsUntilTheTopicsAreReadToTheirEnd() {
    reader = new ReaderStatus(false, 3_000, Optional.of(NOW), List.of(), 0, Optional.empty());
    assertThat(judge().level()).isEqualTo(Level.WAITING);
    assertThat(judge().headline()).contains("3,000 records to go");
  }

  @Test
  void saysThatKafkaDoesNotAnswerBeforeWhatNobodyCanSayForThatReason() {
    table(Facts.table(ORDERS, NOW.minusSeconds(60)));
    reader =
        new ReaderStatus(
            true,
            0,
            Optional.of(NOW.minusSeconds(60)),
            List.of(),
            0,
            Optional.of("Kafka at k:9092 does not answer"));
    assertThat(judge().headline()).isEqualTo("Kafka at k:9092 does not answer");
  }

  @Test
  void isNotInLockstepWhenThereWasNoRoomForAllStatuses() {
    Judgement judgement =
        new AnswerJudge(Bounds.of(Duration.ofSeconds(60)))
            .judge(
                new Known(
                    flows,
                    List.copyOf(tables.values()),
                    List.copyOf(components.values()),
                    3,
                    figures,
                    reader),
                NOW);
    assertThat(judgement.level()).isEqualTo(Level.BLOCKED);
  }

  @Test
  void aStricterAlertMakesAStricterBound() {
    assertThat(Bounds.of(Duration.ofSeconds(2)).behind()).isEqualTo(Duration.ofSeconds(2));
    assertThat(Bounds.of(Duration.ofMinutes(5)).behind()).isEqualTo(Duration.ofSeconds(15));
  }

  private static Figures wrong(long rows) {
    return new Figures(0, 0, 0, 2_000, 2_000, rows, 0, 7, 0, 100, 80, 0);
  }

  private void table(TableStatus.Builder status) {
    TableStatus built = status.build();
    tables.put(built.getTable(), built);
  }

  private void said(String program, String subject, String table, ComponentState state) {
    component(Facts.component(program, subject, table, state, NOW).build());
  }

  private void component(ComponentStatus status) {
    components.put(key(status.getProgram(), status.getSubject(), status.getTable()), status);
  }

  private static String key(String program, String subject, String table) {
    return program + "/" + subject + "/" + table;
  }

  private Judgement judge() {
    return new AnswerJudge(Bounds.of(Duration.ofSeconds(60)))
        .judge(
            new Known(
                flows,
                List.copyOf(tables.values()),
                List.copyOf(components.values()),
                0,
                figures,
                reader),
            NOW);
  }
}
