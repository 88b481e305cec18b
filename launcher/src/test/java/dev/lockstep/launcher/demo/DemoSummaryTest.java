package dev.lockstep.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.launcher.demo.score.PageAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoSummaryTest {

  @Test
  void hasExactlyTheFieldsThatAreAskedFor() throws Exception {
    JsonNode json = new ObjectMapper().readTree(summary(0, 0, true).json());
    assertThat(names(json))
        .containsExactly(
            "changes",
            "applied",
            "lagMillis",
            "injected",
            "detected",
            "missed",
            "decoys",
            "falseAlarms",
            "detectionMillis",
            "tables",
            "alerts",
            "startedMillis",
            "memoryMb");
    assertThat(names(json.path("lagMillis"))).containsExactly("p50", "p95", "p99", "max");
    assertThat(names(json.path("detectionMillis"))).containsExactly("p50", "max");
    assertThat(names(json.path("alerts"))).containsExactly("critical", "warning", "info");
    assertThat(names(json.path("tables").path(0)))
        .containsExactly(
            "name",
            "sourceRows",
            "targetRows",
            "sourceDigest",
            "targetDigest",
            "equal",
            "openVerdicts",
            "residualZero");
  }

  @Test
  void exitsWithZeroOnlyWhenAllIsRight() {
    assertThat(outcome(summary(0, 0, true), List.of(), Optional.empty()).exitCode()).isZero();
    assertThat(outcome(summary(1, 0, true), List.of(), Optional.empty()).exitCode()).isOne();
    assertThat(outcome(summary(0, 1, true), List.of(), Optional.empty()).exitCode()).isOne();
    assertThat(outcome(summary(0, 0, false), List.of(), Optional.empty()).exitCode()).isOne();
    assertThat(outcome(summary(0, 0, true), List.of("refuted"), Optional.empty()).exitCode())
        .isOne();
    assertThat(outcome(summary(0, 0, true), List.of(), Optional.of("broke")).exitCode())
        .isEqualTo(3);
  }

  @Test
  void aGreenPageBesideADifferenceIsAFailure() {
    PageAnswer green = new PageAnswer(true, "In lockstep: 3 tables equal", "");
    PageAnswer red = new PageAnswer(false, "1 row is wrong in shop.orders", "");
    DemoOutcome equal = outcome(summary(0, 0, true), List.of(), Optional.empty());
    DemoOutcome refuted = outcome(summary(0, 0, true), List.of("refuted"), Optional.empty());
    assertThat(equal.heldAgainst(red).exitCode()).isZero();
    assertThat(refuted.heldAgainst(green).complaints())
        .containsExactly(
            "refuted", "the page says 'In lockstep: 3 tables equal', and not everything is equal");
    assertThat(refuted.heldAgainst(red).complaints()).containsExactly("refuted");
  }

  @Test
  void readsWell() {
    assertThat(summary(0, 0, true).prose())
        .contains("1,000 changes at the source")
        .contains("3 corruptions: 3 detected")
        .contains("lag p50 1 ms")
        .contains("shop.orders")
        .contains("equal");
  }

  @Test
  void saysThatNothingWasMeasuredInsteadOfZero() {
    assertThat(DemoSummary.ofNothing().prose())
        .contains("no lag was measured")
        .contains("no change was confirmed")
        .doesNotContain("p50", "memory");
  }

  @Test
  void aRunThatDidNothingHasTheSameFields() throws Exception {
    JsonNode nothing = new ObjectMapper().readTree(DemoSummary.ofNothing().json());
    JsonNode something = new ObjectMapper().readTree(summary(0, 0, true).json());

    assertThat(names(nothing)).isEqualTo(names(something));
    assertThat(names(nothing.path("lagMillis"))).isEqualTo(names(something.path("lagMillis")));
    assertThat(nothing.path("startedMillis").asLong()).isEqualTo(-1);
    assertThat(nothing.path("tables")).isEmpty();
  }

  private static DemoOutcome outcome(
      DemoSummary summary, List<String> complaints, Optional<String> incomplete) {
    return new DemoOutcome(summary, complaints, incomplete, List.of());
  }

  private static DemoSummary summary(int missed, int falseAlarms, boolean residualZero) {
    return new DemoSummary(
        1000,
        1000,
        new DemoSummary.Lag(1, 2, 3, 4),
        3,
        3 - missed,
        missed,
        2,
        falseAlarms,
        new DemoSummary.Detection(5, 6),
        List.of(new DemoSummary.Table("shop.orders", 9, 9, "aa", "aa", true, 0, residualZero)),
        new DemoSummary.Alerts(1, 2, 3),
        12_000,
        1800);
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
