package dev.lockstep.launcher.demo.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.launcher.demo.inject.Injection;
import dev.lockstep.launcher.demo.inject.Injection.Harm;
import dev.lockstep.launcher.demo.inject.Injection.Heat;
import dev.lockstep.launcher.demo.inject.Injection.Stage;
import dev.lockstep.launcher.demo.score.TableTruth.Difference;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditTest {

  private static final String TABLE = "shop.orders";
  private static final Difference CHANGED =
      new Difference("id=1", Harm.MISMATCHED, List.of("total"));

  @Test
  void passesWhenBothSidesAreEqualAndSaidToBe() {
    Audit audit = audit(truth(), claim(10, 10, "aa", true, 0), List.of(), List.of());
    assertThat(audit.objections()).isEmpty();
  }

  @Test
  void passesWhenEveryDifferenceIsCorruptionWithAnOpenVerdict() {
    Audit audit =
        audit(truth(CHANGED), claim(10, 10, "bb", false, 1), List.of(open()), List.of(injected()));
    assertThat(audit.objections()).isEmpty();
    assertThat(audit.unexplained()).isZero();
  }

  @Test
  void objectsWhenTablesAreSaidToBeEqualAndAreNot() {
    Audit audit =
        audit(truth(CHANGED), claim(10, 10, "aa", true, 0), List.of(), List.of(injected()));
    assertThat(audit.objections())
        .anyMatch(text -> text.contains("equal is false"))
        .anyMatch(text -> text.contains("digests equal"))
        .anyMatch(text -> text.contains("id=1 differs and has no open verdict"));
  }

  @Test
  void objectsWhenRowsDifferThoughNobodyCorruptedThem() {
    Audit audit = audit(truth(CHANGED), claim(10, 10, "bb", false, 1), List.of(open()), List.of());
    assertThat(audit.unexplained()).isEqualTo(1);
    assertThat(audit.objections()).anyMatch(text -> text.contains("nobody corrupted it"));
  }

  @Test
  void objectsToWrongCountsAndToVerdictsThatShouldHaveClosed() {
    Audit audit =
        audit(truth(), claim(10, 11, "aa", true, 0), List.of(open()), List.of(injected()));
    assertThat(audit.objections())
        .anyMatch(text -> text.contains("target rows is 10, the pipeline says 11"))
        .anyMatch(text -> text.contains("does not differ"));
  }

  @Test
  void objectsWhenThePipelineSaysNothingOfATable() {
    Audit audit = Audit.of(List.of(truth()), Map.of(), List.of(), List.of());
    assertThat(audit.passed()).isFalse();
  }

  private static Audit audit(
      TableTruth truth, Claim claim, List<VerdictSeen> seen, List<Injection> injections) {
    return Audit.of(List.of(truth), Map.of(TABLE, claim), seen, injections);
  }

  private static TableTruth truth(Difference... differences) {
    return new TableTruth(TABLE, 10, 10, List.of(differences));
  }

  private static Claim claim(
      long sourceRows, long targetRows, String targetDigest, boolean equal, long open) {
    return new Claim(TABLE, sourceRows, targetRows, "aa", targetDigest, equal, open, true, 0);
  }

  private static VerdictSeen open() {
    return new VerdictSeen("v1", TABLE, "id=1", "MISMATCHED", true, List.of("total"), false, 0);
  }

  private static Injection injected() {
    return new Injection(
        1,
        1,
        "test",
        Harm.MISMATCHED,
        TABLE,
        "id=1",
        List.of("total"),
        Heat.HOT,
        0,
        Stage.COMMITTED,
        1,
        "");
  }
}
