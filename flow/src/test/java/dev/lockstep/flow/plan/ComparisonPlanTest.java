package dev.lockstep.flow.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schema.change.Capacity;
import dev.lockstep.schema.change.Column;
import dev.lockstep.schema.change.RowDefinition;
import dev.lockstep.schema.change.Span;
import dev.lockstep.schema.row.ColumnKind;
import dev.lockstep.schema.row.ColumnRule;
import dev.lockstep.schema.row.ColumnRules;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonPlanTest {

  private static final Capacity TEXT = Capacity.of(ColumnKind.TEXT);

  @Test
  void columnsOfOneKindAreComparedAsTheyStand() {
    ComparisonPlan plan = plan(TEXT, TEXT, ColumnRule.NONE);
    assertThat(plan.rules().of("c")).isEqualTo(ColumnRule.NONE);
    assertThat(plan.underRule()).isEmpty();
    assertThat(plan.unpaired()).isEmpty();
    assertThat(plan.misfits()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "JSON, TEXT, JSON",
    "TEXT, JSON, JSON",
    "UUID, TEXT, UUID",
    "BYTES, UUID, UUID",
    "INTEGER, DECIMAL, DECIMAL",
    "BOOLEAN, INTEGER, DECIMAL",
    "DECIMAL, FLOAT, FLOAT",
    "INTEGER, TEXT, INTEGER",
    "LOCAL_TIMESTAMP, INSTANT, LOCAL_TIMESTAMP",
    "DATE, LOCAL_TIMESTAMP, LOCAL_TIMESTAMP",
    "TIME, TEXT, TIME"
  })
  void bothSidesAreReadAsOneKind(ColumnKind source, ColumnKind target, ColumnKind common) {
    ComparisonPlan plan = plan(Capacity.of(source), Capacity.of(target), ColumnRule.NONE);
    assertThat(plan.rules().of("C").compareAs()).contains(common);
    assertThat(plan.unpaired()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"BYTES, INTEGER", "TIME, INSTANT", "DATE, FLOAT", "LIST, TEXT", "JSON, UUID"})
  void whatCannotBeComparedIsNamedWithBothTypes(ColumnKind source, ColumnKind target) {
    ComparisonPlan plan = plan(Capacity.of(source), Capacity.of(target), ColumnRule.NONE);
    assertThat(plan.unpaired())
        .containsExactly(
            "column c is s-type at the source and t-type at the target, which cannot be compared");
    assertThat(plan.rules().of("c")).isEqualTo(ColumnRule.NONE);
  }

  @Test
  void digitsThatTheTargetDoesNotKeepAreNotComparedAndThatIsSaid() {
    Capacity micros = Capacity.of(ColumnKind.TIME).withFraction(6);
    Capacity millis = Capacity.of(ColumnKind.TIME).withFraction(3);
    ComparisonPlan less = plan(micros, millis, ColumnRule.NONE);
    assertThat(less.rules().of("c")).isEqualTo(ColumnRule.digits(3));
    assertThat(less.underRule()).containsExactly("c to 3 digits after the point");
    ComparisonPlan more = plan(millis, micros, ColumnRule.NONE);
    assertThat(more.rules().of("c")).isEqualTo(ColumnRule.NONE);
    assertThat(more.underRule()).isEmpty();
  }

  @Test
  void singlePrecisionAndLostBlanksFollowFromTheTarget() {
    assertThat(plan(Capacity.floating(53), Capacity.floating(24), ColumnRule.NONE).underRule())
        .containsExactly("c in single precision");
    assertThat(plan(Capacity.floating(24), Capacity.floating(53), ColumnRule.NONE).underRule())
        .isEmpty();
    assertThat(plan(TEXT, TEXT.withPadding(), ColumnRule.NONE).underRule())
        .containsExactly("c without blanks at its end");
    assertThat(plan(TEXT.withPadding(), TEXT, ColumnRule.NONE).underRule()).isEmpty();
  }

  @Test
  void aRuleOfTheFlowGoesBeforeWhatFollowsFromTypes() {
    Capacity micros = Capacity.of(ColumnKind.TIME).withFraction(6);
    Capacity millis = Capacity.of(ColumnKind.TIME).withFraction(3);
    assertThat(plan(micros, millis, ColumnRule.digits(1)).rules().of("c"))
        .isEqualTo(ColumnRule.digits(1));
    ComparisonPlan asText =
        plan(
            Capacity.of(ColumnKind.BYTES),
            Capacity.of(ColumnKind.INTEGER),
            ColumnRule.as(ColumnKind.TEXT));
    assertThat(asText.unpaired()).isEmpty();
    assertThat(asText.rules().of("c").compareAs()).contains(ColumnKind.TEXT);
    ComparisonPlan ignored = plan(TEXT, Capacity.of(ColumnKind.BYTES), ColumnRule.IGNORED);
    assertThat(ignored.rules().of("c")).isEqualTo(ColumnRule.IGNORED);
    assertThat(ignored.underRule()).containsExactly("c is left out");
    assertThat(ignored.misfits()).isEmpty();
  }

  @Test
  void rulesOfColumnsThatOneSideAloneHasStay() {
    RowDefinition source = side("s-type", List.of("only"), Map.of("only", TEXT));
    RowDefinition target = side("t-type", List.of(), Map.of());
    ColumnRules rules = ColumnRules.of(Map.of("only", ColumnRule.IGNORED));
    assertThat(ComparisonPlan.of(source, target, rules).rules().of("ONLY"))
        .isEqualTo(ColumnRule.IGNORED);
    assertThat(ComparisonPlan.ofOneSide(rules).rules()).isEqualTo(rules);
  }

  @Test
  void keysOfKindsThatNeverMeetCannotBeCompared() {
    assertThat(keys(ColumnKind.UUID, ColumnKind.TEXT).unpaired()).isEmpty();
    assertThat(keys(ColumnKind.UUID, ColumnKind.TEXT).rules().of("c").compareAs())
        .contains(ColumnKind.UUID);
    assertThat(keys(ColumnKind.INTEGER, ColumnKind.TEXT).unpaired())
        .containsExactly(
            "key column c is s-type at the source and t-type at the target, which cannot be compared");
  }

  @Test
  void keysAreJoinedOnlyWhereBothFindTheSamePartition() {
    assertThat(keys(Capacity.of(ColumnKind.UUID), TEXT.withLength(36)).joinsKeys()).isTrue();
    assertThat(keys(Capacity.of(ColumnKind.UUID), TEXT.withLength(32)).joinsKeys()).isFalse();
    assertThat(keys(Capacity.of(ColumnKind.BYTES), TEXT).joinsKeys()).isFalse();
    assertThat(
            plan(Capacity.of(ColumnKind.TIME), Capacity.of(ColumnKind.DATE), ColumnRule.NONE)
                .joinsKeys())
        .isTrue();
  }

  @Test
  void nothingOfAKeyIsCutOff() {
    Capacity micros = Capacity.of(ColumnKind.LOCAL_TIMESTAMP).withFraction(6);
    Capacity seconds = Capacity.of(ColumnKind.LOCAL_TIMESTAMP).withFraction(0);
    ComparisonPlan plan = keys(micros, seconds);
    assertThat(plan.rules().of("c")).isEqualTo(ColumnRule.NONE);
    assertThat(plan.misfits().stream().map(Misfit::reason))
        .containsExactly("digits after the point are lost, by which rows are told apart");
  }

  @Test
  void aTextThatIsComparedAsANumberIsComparedLessThanExactly() {
    assertThat(plan(TEXT, Capacity.of(ColumnKind.DECIMAL), ColumnRule.NONE).underRule())
        .containsExactly("c as decimal");
    Capacity boolLike = Capacity.of(ColumnKind.BOOLEAN);
    assertThat(plan(boolLike, Capacity.of(ColumnKind.DECIMAL), ColumnRule.NONE).underRule())
        .isEmpty();
  }

  @Test
  void floatsAreComparedToTheDigitsThatADecimalKeeps() {
    Capacity decimal = Capacity.decimal(10, 2, false);
    ComparisonPlan plan = plan(Capacity.floating(24), decimal, ColumnRule.NONE);
    assertThat(plan.underRule()).containsExactly("c as float, to 2 digits after the point");
  }

  @Test
  void whatTheTargetCannotHoldIsNamedWithBothTypesAndTheReason() {
    ComparisonPlan plan =
        plan(
            Capacity.integer(Span.bits(64, false)),
            Capacity.integer(Span.bits(8, true)),
            ColumnRule.NONE);
    assertThat(plan.misfits().stream().map(Misfit::words))
        .containsExactly(
            "column c (s-type at the source, t-type at the target): only values from 0 to 255 fit");
  }

  private static ComparisonPlan keys(ColumnKind source, ColumnKind target) {
    return keys(Capacity.of(source), Capacity.of(target));
  }

  private static ComparisonPlan keys(Capacity source, Capacity target) {
    return ComparisonPlan.of(
        side("s-type", List.of("c"), Map.of("c", source)),
        side("t-type", List.of("c"), Map.of("c", target)),
        ColumnRules.NONE);
  }

  private static ComparisonPlan plan(Capacity source, Capacity target, ColumnRule rule) {
    return ComparisonPlan.of(
        side("s-type", List.of(), Map.of("c", source)),
        side("t-type", List.of(), Map.of("c", target)),
        ColumnRules.of(Map.of("c", rule)));
  }

  private static RowDefinition side(String type, List<String> key, Map<String, Capacity> columns) {
    return new RowDefinition(
        columns.entrySet().stream()
            .map(entry -> new Column(entry.getKey(), type, entry.getValue(), false, false))
            .toList(),
        key);
  }
}
