package dev.lockstep.launcher.demo.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.launcher.demo.inject.Injection;
import dev.lockstep.launcher.demo.inject.Injection.Harm;
import dev.lockstep.launcher.demo.inject.Injection.Heat;
import dev.lockstep.launcher.demo.inject.Injection.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreTest {

  private static final long COMMIT = 5_000_000_000L;

  @Test
  void aVerdictWithRightKindAndColumnsIsADetectionTimedFromTheCommit() {
    Score score =
        Score.of(List.of(changed("id=1")), List.of(), List.of(open("v1", "id=1", "total")));
    assertThat(score.injected()).isEqualTo(1);
    assertThat(score.detected()).isEqualTo(1);
    assertThat(score.missed()).isZero();
    assertThat(score.falseAlarms()).isZero();
    assertThat(score.detectionMillis()).containsExactly(250.0);
  }

  @Test
  void aVerdictThatClosesLaterStaysADetection() {
    Score score =
        Score.of(
            List.of(changed("id=1")),
            List.of(),
            List.of(open("v1", "id=1", "total"), closed("v1", "id=1")));
    assertThat(score.detected()).isEqualTo(1);
    assertThat(score.falseAlarms()).isZero();
  }

  @Test
  void silenceIsAMiss() {
    Score score = Score.of(List.of(changed("id=1")), List.of(), List.of());
    assertThat(score.missed()).isEqualTo(1);
    assertThat(score.complaints()).singleElement().asString().contains("id=1");
  }

  @Test
  void wrongColumnsAreAMissAndAFalseAlarm() {
    Score score =
        Score.of(List.of(changed("id=1")), List.of(), List.of(open("v1", "id=1", "note")));
    assertThat(score.missed()).isEqualTo(1);
    assertThat(score.falseAlarms()).isEqualTo(1);
  }

  @Test
  void columnsThatBecomeWrongLaterAreAMiss() {
    Score score =
        Score.of(
            List.of(changed("id=1")),
            List.of(),
            List.of(open("v1", "id=1", "total"), open("v1", "id=1", "note", "total")));
    assertThat(score.missed()).isEqualTo(1);
  }

  @Test
  void aVerdictWithoutColumnsIsAMiss() {
    Score score = Score.of(List.of(changed("id=1")), List.of(), List.of(open("v1", "id=1")));
    assertThat(score.missed()).isEqualTo(1);
  }

  @Test
  void theWrongKindIsAMiss() {
    Injection deleted = injection("id=1", Harm.MISSING_ON_TARGET, Stage.COMMITTED, List.of());
    Score score = Score.of(List.of(deleted), List.of(), List.of(open("v1", "id=1", "total")));
    assertThat(score.missed()).isEqualTo(1);
    assertThat(score.falseAlarms()).isEqualTo(1);
  }

  @Test
  void aSecondVerdictForOneRowIsAFalseAlarm() {
    Score score =
        Score.of(
            List.of(changed("id=1")),
            List.of(),
            List.of(open("v1", "id=1", "total"), open("v2", "id=1", "total")));
    assertThat(score.detected()).isEqualTo(1);
    assertThat(score.falseAlarms()).isEqualTo(1);
  }

  @Test
  void aVerdictForARowThatNobodyTouchedIsAFalseAlarm() {
    Score score =
        Score.of(
            List.of(changed("id=1")),
            List.of(),
            List.of(open("v1", "id=1", "total"), open("v2", "id=2", "total")));
    assertThat(score.falseAlarms()).isEqualTo(1);
    assertThat(score.complaints()).singleElement().asString().contains("id=2");
  }

  @Test
  void aReportedDecoyIsAFalseAlarm() {
    Injection decoy = injection("id=1", Harm.NONE, Stage.COMMITTED, List.of("details"));
    Score score = Score.of(List.of(decoy), List.of(), List.of(open("v1", "id=1", "details")));
    assertThat(score.decoys()).isEqualTo(1);
    assertThat(score.injected()).isZero();
    assertThat(score.falseAlarms()).isEqualTo(1);
  }

  @Test
  void whatMayHaveHappenedIsNeitherMissedNorAFalseAlarm() {
    Injection uncertain = injection("id=1", Harm.MISMATCHED, Stage.INTENDED, List.of("total"));
    Score silent = Score.of(List.of(uncertain), List.of(), List.of());
    Score found = Score.of(List.of(uncertain), List.of(), List.of(open("v1", "id=1", "total")));
    assertThat(List.of(silent, found))
        .allSatisfy(
            score -> {
              assertThat(score.injected()).isZero();
              assertThat(score.missed()).isZero();
              assertThat(score.falseAlarms()).isZero();
            });
  }

  @Test
  void whatWasAbandonedMustNotBeReported() {
    Injection abandoned = injection("id=1", Harm.MISMATCHED, Stage.ABANDONED, List.of("total"));
    Score score = Score.of(List.of(abandoned), List.of(), List.of(open("v1", "id=1", "total")));
    assertThat(score.falseAlarms()).isEqualTo(1);
  }

  @Test
  void verdictsOfEarlierRunsAreNoFalseAlarms() {
    VerdictSeen before =
        new VerdictSeen("v0", "shop.orders", "id=9", "MISMATCHED", true, List.of("total"), true, 0);
    Score score = Score.of(List.of(), List.of(), List.of(before, closed("v0", "id=9")));
    assertThat(score.falseAlarms()).isZero();
  }

  @Test
  void aCorruptionOfAKilledRunMayBeReportedOnceInTheNext() {
    List<Injection> earlier = List.of(changed("id=9"));
    VerdictSeen late = open("v1", "id=9", "total");
    assertThat(Score.of(List.of(), earlier, List.of(late)).falseAlarms()).isZero();
    assertThat(
            Score.of(List.of(), earlier, List.of(late, open("v2", "id=9", "total"))).falseAlarms())
        .isEqualTo(1);
  }

  private static Injection changed(String key) {
    return injection(key, Harm.MISMATCHED, Stage.COMMITTED, List.of("total"));
  }

  private static Injection injection(String key, Harm harm, Stage stage, List<String> columns) {
    return new Injection(
        1, 1, "test", harm, "shop.orders", key, columns, Heat.HOT, 0, stage, COMMIT, "");
  }

  private static VerdictSeen open(String id, String key, String... columns) {
    return verdict(id, key, true, List.of(columns));
  }

  private static VerdictSeen closed(String id, String key) {
    return verdict(id, key, false, List.of());
  }

  private static VerdictSeen verdict(String id, String key, boolean open, List<String> columns) {
    return new VerdictSeen(
        id, "shop.orders", key, "MISMATCHED", open, columns, false, COMMIT + 250_000_000L);
  }
}
