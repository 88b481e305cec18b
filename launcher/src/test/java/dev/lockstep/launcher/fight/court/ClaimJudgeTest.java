package dev.lockstep.launcher.fight.court;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.launcher.fight.court.Finding.Fault;
import dev.lockstep.launcher.fight.court.TableTruth.Difference;
import dev.lockstep.launcher.fight.plan.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Goal: the judge finds every kind of fault, and none where there is none. Method: a round in which
 * all is well, of which each test plants one fault.
 */
class ClaimJudgeTest {

  private static final Instant BEGIN = Instant.parse("2026-01-01T10:00:00Z");
  private static final Instant END = BEGIN.plusSeconds(300);
  private static final String T = "fight.t";

  private final List<Said> said = new ArrayList<>();
  private final Map<String, Said.OfRow> openBefore = new HashMap<>();
  private final List<Deed> deeds = new ArrayList<>();
  private final List<Trouble> troubles = new ArrayList<>();
  private final List<Said.OfAlert> openAlerts = new ArrayList<>();
  private Set<String> refused = Set.of();
  private List<Altering> alterings = List.of();
  private Set<String> excused = Set.of();
  private TableTruth truth = new TableTruth(T, 10, 10, Map.of(), "");
  private Optional<Said.OfTable> status = Optional.of(equal(END));

  @Test
  void findsNothingWhereAllIsWell() {
    said.add(equal(at(5)));
    said.add(new Said.OfPage(at(6), "IN_LOCKSTEP", "In lockstep"));

    assertThat(judge()).isEmpty();
  }

  @Test
  void findsNothingWhereAHarmedRowIsNamedRight() {
    harmed();
    said.add(verdict(at(11), "v1", "id=1", "MISMATCHED", true, "a"));
    alert(at(12), "rows-mismatched", T, true);

    assertThat(judge()).isEmpty();
  }

  @Test
  void aDifferenceWithoutAVerdictIsMissed() {
    harmed();
    alert(at(12), "rows-mismatched", T, true);

    assertThat(faults()).containsExactly(Fault.MISSED);
  }

  @Test
  void aVerdictOfAnEarlierRoundStillNamesTheRow() {
    harmed();
    openBefore.put("v1", verdict(BEGIN.minusSeconds(9), "v1", "id=1", "MISMATCHED", true, "a"));
    alert(at(12), "rows-mismatched", T, true);

    assertThat(judge()).isEmpty();
  }

  @Test
  void aDifferenceThatNobodyMadeIsWrongData() {
    differs(new Difference(Harm.MISSING_ON_TARGET, List.of()));
    said.add(verdict(at(11), "v1", "id=1", "MISSING_ON_TARGET", true));
    alert(at(12), "rows-missing", T, true);

    assertThat(faults()).contains(Fault.WRONG_DATA);
  }

  @Test
  void aDifferenceThatWasHealedIsWrongData() {
    harmed();
    deeds.set(0, deeds.getFirst().healed(at(20)));
    said.add(verdict(at(11), "v1", "id=1", "MISMATCHED", true, "a"));
    alert(at(12), "rows-mismatched", T, true);

    assertThat(faults()).containsExactly(Fault.WRONG_DATA);
  }

  @Test
  void anOpenVerdictForAnEqualRowIsAFalseAlarm() {
    said.add(verdict(at(11), "v1", "id=7", "MISSING_ON_TARGET", true));

    assertThat(faults()).containsExactly(Fault.FALSE_ALARM);
  }

  @Test
  void aVerdictThatIsNeverClosedThoughTheRowWasHealedIsAFalseAlarm() {
    deeds.add(deed("id=1", true).healed(at(20)));
    said.add(verdict(at(11), "v1", "id=1", "MISMATCHED", true, "a"));

    assertThat(faults()).containsExactly(Fault.FALSE_ALARM);
  }

  @Test
  void aVerdictOfTheWrongKindOrColumnsIsAFalseAlarm() {
    harmed();
    alert(at(12), "rows-mismatched", T, true);
    said.add(verdict(at(11), "v1", "id=1", "MISMATCHED", true, "b"));
    assertThat(faults()).containsExactly(Fault.FALSE_ALARM);

    said.set(0, verdict(at(11), "v1", "id=1", "EXTRA_ON_TARGET", true));
    assertThat(faults()).containsExactly(Fault.FALSE_ALARM);
  }

  @Test
  void twoVerdictsForOneRowAreOneTooMany() {
    harmed();
    alert(at(12), "rows-mismatched", T, true);
    said.add(verdict(at(11), "v1", "id=1", "MISMATCHED", true, "a"));
    said.add(verdict(at(12), "v2", "id=1", "MISMATCHED", true, "a"));

    assertThat(faults()).containsExactly(Fault.FALSE_ALARM);
  }

  @Test
  void aVerdictThatPassedWithoutAReasonIsAFalseAlarmToo() {
    said.add(verdict(at(11), "v1", "id=7", "MISMATCHED", true, "a"));
    said.add(verdict(at(12), "v1", "id=7", "MISMATCHED", false, "a"));

    assertThat(faults()).containsExactly(Fault.PASSING_FALSE_ALARM);
  }

  @Test
  void aVerdictThatPassedForARowThatWasHarmedThenIsRight() {
    deeds.add(deed("id=7", false));
    said.add(verdict(at(11), "v1", "id=7", "MISMATCHED", true, "a"));
    said.add(verdict(at(12), "v1", "id=7", "MISMATCHED", false, "a"));

    assertThat(judge()).isEmpty();
  }

  @Test
  void aVerdictBeforeTheHarmOrForADecoyIsAFalseAlarm() {
    deeds.add(deed("id=7", false));
    said.add(verdict(at(9), "v1", "id=7", "MISMATCHED", true, "a"));
    said.add(verdict(at(12), "v1", "id=7", "MISMATCHED", false, "a"));
    assertThat(faults()).containsExactly(Fault.PASSING_FALSE_ALARM);

    deeds.set(0, new Deed(T, "id=7", Optional.empty(), false, BEGIN, BEGIN, Optional.empty()));
    assertThat(faults()).containsExactly(Fault.PASSING_FALSE_ALARM);
  }

  @Test
  void countsAndDigestsAreHeldAgainstTheTruth() {
    truth = new TableTruth(T, 11, 10, Map.of(), "");
    assertThat(faults()).containsExactly(Fault.WRONG_CLAIM);

    truth = new TableTruth(T, 10, 10, Map.of(), "");
    status = Optional.of(table(END, "FOLLOWING", 10, false));
    assertThat(faults()).containsExactly(Fault.WRONG_CLAIM);

    status = Optional.empty();
    assertThat(faults()).containsExactly(Fault.WRONG_CLAIM);
  }

  @Test
  void nothingIsExpectedOfATableThatWasGivenUp() {
    status = Optional.empty();
    excused = Set.of(T);
    differs(new Difference(Harm.MISSING_ON_TARGET, List.of()));

    assertThat(judge()).isEmpty();
  }

  @Test
  void equalityWhileARowIsKnownToBeWrongIsUntrue() {
    harmed();
    said.add(verdict(at(100), "v1", "id=1", "MISMATCHED", true, "a"));
    alert(at(101), "rows-mismatched", T, true);
    said.add(equal(at(35)));
    assertThat(judge()).as("while it is on its way").isEmpty();

    said.add(equal(at(60)));
    assertThat(faults()).containsExactly(Fault.UNTRUE_EQUALITY);

    troubles.add(trouble(Part.SINK, "hang", 40, 55));
    assertThat(judge()).as("while everything catches up").isEmpty();

    troubles.set(0, trouble(Part.STREAMS, Trouble.CLOCK, 40, 55));
    assertThat(faults()).as("a clock excuses nothing").containsExactly(Fault.UNTRUE_EQUALITY);
  }

  @Test
  void equalityOfAMomentBeforeTheHarmIsTrueHoweverLateItIsSaid() {
    harmed();
    said.add(verdict(at(100), "v1", "id=1", "MISMATCHED", true, "a"));
    alert(at(101), "rows-mismatched", T, true);
    said.add(
        new Said.OfTable(
            at(60), T, "FOLLOWING", 10, 10, true, true, true, 0, 0, Optional.of(at(9)), ""));
    assertThat(judge()).isEmpty();

    troubles.add(trouble(Part.PRODUCERS, Trouble.CLOCK, 20, 30));
    assertThat(faults()).as("by a wrong clock").containsExactly(Fault.UNTRUE_EQUALITY);
  }

  @Test
  void aGreenPageWhileARowIsKnownToBeWrongIsUntrue() {
    harmed();
    said.add(verdict(at(100), "v1", "id=1", "MISMATCHED", true, "a"));
    alert(at(101), "rows-mismatched", T, true);
    said.add(new Said.OfPage(at(60), "IN_LOCKSTEP", "In lockstep"));

    assertThat(faults()).containsExactly(Fault.UNTRUE_EQUALITY);
  }

  @Test
  void equalityBeforeAnythingWasLoadedIsAFault() {
    said.add(table(at(1), "WAITING", 0, true));

    assertThat(faults()).containsExactly(Fault.EQUAL_UNREAD);
  }

  @Test
  void aCriticalAlertNeedsACause() {
    for (String code :
        List.of("rows-missing", "silence", "table-refused", "capture", "sink-refused", "lag")) {
      said.clear();
      openAlerts.clear();
      alert(at(50), code, T, false);
      assertThat(faults()).as(code).containsExactly(Fault.CAUSELESS_ALERT);
    }
  }

  @Test
  void aTroubleExplainsSilenceAndATableToBeRefusedItsRefusal() {
    troubles.add(trouble(Part.PRODUCERS, "kill", 20, 30));
    alert(at(50), "silence", "fight", false);
    refused = Set.of("fight.r");
    alert(at(60), "table-refused", "old/fight.r", false);
    assertThat(judge()).isEmpty();

    troubles.set(0, trouble(Part.CONSOLE, "kill", 20, 30));
    assertThat(faults()).as("the page is in nobody's way").contains(Fault.CAUSELESS_ALERT);
  }

  @Test
  void whatWasInTheWayExplainsLatenessUntilItCouldBeCaughtUpWith() {
    troubles.add(trouble(Part.SINK, "stop", -1_000, -400));
    troubles.add(trouble(Part.SOURCE, "stop", -900, -300));
    alert(at(-250), "lag", "fight", false);
    assertThat(judge()).isEmpty();

    said.clear();
    alert(at(200), "lag", "fight", false);
    assertThat(faults()).containsExactly(Fault.CAUSELESS_ALERT);
  }

  @Test
  void aKeyThatIsAlteredExplainsARefusalOfItsTableForAWhile() {
    alterings = List.of(new Altering("fight.r", at(40), Optional.of(at(50))));
    alert(at(60), "table-refused", "fight.r", false);
    assertThat(judge()).isEmpty();

    said.clear();
    alert(at(30), "table-refused", "fight.r", false);
    assertThat(faults()).containsExactly(Fault.CAUSELESS_ALERT);
    said.clear();
    alert(at(200), "table-refused", "fight.r", false);
    assertThat(faults()).containsExactly(Fault.CAUSELESS_ALERT);
  }

  @Test
  void anAlertThatStaysOpenWhenAllIsWellIsCauseless() {
    troubles.add(trouble(Part.PRODUCERS, "kill", 20, 30));
    alert(at(50), "silence", "fight", true);

    assertThat(faults()).containsExactly(Fault.CAUSELESS_ALERT);
  }

  @Test
  void aWrongRowNeedsItsAlert() {
    harmed();
    said.add(verdict(at(11), "v1", "id=1", "MISMATCHED", true, "a"));

    assertThat(faults()).containsExactly(Fault.MISSING_ALERT);
  }

  @Test
  void aLongSilenceNeedsItsAlert() {
    troubles.add(trouble(Part.STREAMS, "hang", 10, 100));
    assertThat(faults()).containsExactly(Fault.MISSING_ALERT);

    alert(at(40), "silence", "fight", false);
    assertThat(judge()).isEmpty();

    said.clear();
    troubles.set(0, trouble(Part.PRODUCERS, Trouble.START, 10, 100));
    assertThat(judge()).as("a first start may be slow").isEmpty();

    troubles.set(0, trouble(Part.STREAMS, "hang", 10, 100));
    troubles.add(trouble(Part.ALERTS, "kill", 20, 30));
    assertThat(judge()).as("nobody was there to raise it").isEmpty();
  }

  @Test
  void aDeadLetterIsAFault() {
    said.add(new Said.OfLetter(at(3), T, "id=1", "too long"));

    assertThat(faults()).containsExactly(Fault.DEAD_LETTER);

    alert(at(4), "dead-letter", T, false);
    said.add(verdict(at(4), "v1", "id=1", "MISSING_ON_TARGET", true));
    said.add(verdict(at(9), "v1", "id=1", "MISSING_ON_TARGET", false));
    assertThat(faults()).as("and what follows from it is none").containsExactly(Fault.DEAD_LETTER);
  }

  @Test
  void manyFaultsOfAKindAreCountedAndTheFirstAreTold() {
    for (int i = 0; i < 1000; i++) {
      said.add(verdict(at(11), "v" + i, "id=" + i, "MISSING_ON_TARGET", true));
    }

    Finding finding = judge().getFirst();

    assertThat(finding.count()).isEqualTo(1000);
    assertThat(finding.words()).contains("id=0").contains("and 992 more").hasSizeLessThan(4000);
  }

  /** A cold row, changed ten seconds into the round and never healed. */
  private void harmed() {
    deeds.add(deed("id=1", true));
    differs(new Difference(Harm.MISMATCHED, List.of("a")));
  }

  private void differs(Difference difference) {
    truth = new TableTruth(T, 10, 10, Map.of("id=1", difference), "");
    status =
        Optional.of(
            new Said.OfTable(
                END, T, "FOLLOWING", 10, 10, false, true, false, 1, 0, Optional.of(END), ""));
  }

  private static Deed deed(String key, boolean cold) {
    return new Deed(T, key, Optional.of(Harm.MISMATCHED), cold, at(10), at(10), Optional.empty());
  }

  private static Trouble trouble(Part part, String what, int from, int to) {
    return new Trouble(part, what, at(from), Optional.of(at(to)));
  }

  private void alert(Instant seen, String code, String subject, boolean stays) {
    Said.OfAlert alert = new Said.OfAlert(seen, code, code, "CRITICAL", subject, true, "words");
    said.add(alert);
    if (stays) {
      openAlerts.add(alert);
    }
  }

  private static Said.OfRow verdict(
      Instant seen, String id, String key, String kind, boolean open, String... columns) {
    return new Said.OfRow(seen, id, T, key, kind, open, List.of(columns), false, "", 1, 1);
  }

  private static Said.OfTable equal(Instant seen) {
    return table(seen, "FOLLOWING", 10, true);
  }

  private static Said.OfTable table(Instant seen, String phase, long rows, boolean equal) {
    return new Said.OfTable(
        seen, T, phase, rows, rows, equal, true, equal, 0, 0, Optional.of(seen), "");
  }

  private static Instant at(int second) {
    return BEGIN.plusSeconds(second);
  }

  private List<Finding> judge() {
    return ClaimJudge.judge(
        new Evidence(
            BEGIN,
            END,
            said,
            openBefore,
            deeds,
            troubles,
            refused,
            alterings,
            excused,
            List.of(truth),
            status.map(it -> Map.of(T, it)).orElse(Map.of()),
            openAlerts));
  }

  private List<Fault> faults() {
    return judge().stream().map(Finding::fault).toList();
  }
}
