package dev.lockstep.flow;

import static dev.lockstep.testing.property.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schema.topic.TableName;
import dev.lockstep.testing.property.Any;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlowTest {

  private static final Flow FLOW =
      new Flow(
          "f",
          "a",
          "b",
          new TableSelection(patterns("s.%", "t.one", "u.x%z"), patterns("s.secret%")),
          List.of(rename("s.orders", "s.purchases"), rename("s.%", "copy.%")),
          List.of());

  @Test
  void theFirstRenameThatMeansATableDecides() {
    assertThat(FLOW.targetOf(table("s.orders"))).isEqualTo(table("s.purchases"));
    assertThat(FLOW.targetOf(table("s.lines"))).isEqualTo(table("copy.lines"));
    assertThat(FLOW.targetOf(table("t.one"))).isEqualTo(table("t.one"));
  }

  @Test
  void targetTablesLeadBackToSelectedSourcesOnly() {
    assertThat(FLOW.sourceOf(table("s.purchases"))).contains(table("s.orders"));
    assertThat(FLOW.sourceOf(table("copy.lines"))).contains(table("s.lines"));
    assertThat(FLOW.sourceOf(table("copy.orders"))).as("s.orders goes elsewhere").isEmpty();
    assertThat(FLOW.sourceOf(table("copy.secrets"))).isEmpty();
    assertThat(FLOW.sourceOf(table("s.lines"))).as("renamed away").isEmpty();
  }

  @Test
  void clashesAreFoundOnceTablesAreKnown() {
    Flow flow =
        new Flow(
            "f",
            "a",
            "b",
            new TableSelection(patterns("%.%"), List.of()),
            List.of(rename("s.%", "t.%")),
            List.of());

    assertThat(flow.clashes(List.of(table("s.x"), table("t.x"), table("s.y"), table("t.z"))))
        .containsOnlyKeys(table("t.x"))
        .containsValue(List.of(table("s.x"), table("t.x")));
  }

  @Test
  void sourceOfIsTheInverseOfTargetOf() {
    forAll(
        any -> {
          TableName source = any.made(FlowTest::anyTable);
          Optional<TableName> back = FLOW.sourceOf(FLOW.targetOf(source));

          assertThat(back).isEqualTo(FLOW.selects(source) ? Optional.of(source) : back);
          back.ifPresent(
              table -> assertThat(FLOW.targetOf(table)).isEqualTo(FLOW.targetOf(source)));
        });
  }

  @Test
  void patternsThatShareATableOverlap() {
    forAll(
        any -> {
          TableName table = any.made(FlowTest::anyTable);
          TablePattern one = any.made(FlowTest::anyPattern);
          TablePattern two = any.made(FlowTest::anyPattern);
          if (one.matches(table) && two.matches(table)) {
            assertThat(one.overlaps(two)).isTrue();
          }
          assertThat(one.overlaps(two)).isEqualTo(two.overlaps(one));
          assertThat(TablePattern.exactly(table).overlaps(one)).isEqualTo(one.matches(table));
        });
  }

  private static TableName anyTable(Any any) {
    return new TableName(any.textOf("stxyz", 1, 4), any.textOf("xyz", 1, 4));
  }

  private static TablePattern anyPattern(Any any) {
    return new TablePattern(any.textOf("st%", 1, 4), any.textOf("xy%", 1, 4));
  }

  private static TableName table(String name) {
    return TableName.parse(name);
  }

  private static TableRename rename(String from, String to) {
    return new TableRename(TablePattern.parse(from), TablePattern.parse(to));
  }

  private static List<TablePattern> patterns(String... texts) {
    return List.of(texts).stream().map(TablePattern::parse).toList();
  }

  @Test
  void aPatternMatchesWhatTheSameRegularExpressionWould() {
    forAll(
        5_000,
        any -> {
          String pattern = any.textOf("ab%", 1, 6);
          String name = any.textOf("ab", 1, 7);
          assertThat(TablePattern.parse("s." + pattern).matches(new TableName("s", name)))
              .as("%s against %s", name, pattern)
              .isEqualTo(name.matches(pattern.replace("%", ".*")));
        });
  }
}
