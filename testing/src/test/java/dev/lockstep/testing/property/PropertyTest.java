package dev.lockstep.testing.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PropertyTest {

  @Test
  void aClaimThatHoldsIsTriedAsOftenAsAskedFor() {
    List<Long> tried = new ArrayList<>();
    Property.forAll(300, any -> tried.add(any.aLong()));
    assertThat(tried).hasSize(300);
  }

  @Test
  void aFailureNamesTheValuesAndASeedThatGivesThemAgain() {
    List<Long> tried = new ArrayList<>();
    Claim claim =
        any -> {
          tried.add(any.aLong());
          assertThat(any.text(2, 2)).as("never so long").hasSize(7);
        };
    assertThatThrownBy(() -> Property.forAll(claim))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("(" + tried.getFirst() + ", \"")
        .hasMessageContaining("try 1 of 1000")
        .hasMessageContaining("never so long")
        .satisfies(failure -> assertThat(again(seed(failure))).isEqualTo(tried.getFirst()));
  }

  @Test
  void whateverIsThrownIsAFailure() {
    assertThatThrownBy(
            () ->
                Property.forAll(
                    any -> {
                      throw new java.io.IOException("no");
                    }))
        .isInstanceOf(AssertionError.class)
        .hasRootCauseMessage("no");
  }

  @Test
  void edgesAreAmongTheValues() {
    Set<Object> seen = new HashSet<>();
    Property.forAll(
        any -> {
          seen.add(any.anInt(-5, 70_000));
          seen.add(any.aLong());
          seen.add(any.text(0, 9).length());
          seen.add(any.list(4, Any::aByte));
          seen.add(any.aDouble());
          String few = any.orNull(20, inner -> inner.oneOf("x", "y"));
          seen.add(few == null ? "null" : few);
        });
    assertThat(seen)
        .contains(-5, 70_000, 0, 69_999, Long.MIN_VALUE, Long.MAX_VALUE, 0L, -1L)
        .contains(9, List.of(), 0.0, -0.0, Double.MIN_VALUE, "null", "x", "y");
  }

  @Test
  void edgesMeetEdges() {
    Set<List<Integer>> seen = new HashSet<>();
    Property.forAll(any -> seen.add(List.of(any.anInt(0, 1 << 30), any.anInt(0, 1 << 30))));
    assertThat(seen).contains(List.of(0, 0), List.of(0, 1 << 30), List.of(1 << 30, 1 << 30));
  }

  @Test
  void valuesStayWithinTheirBounds() {
    Property.forAll(
        any -> {
          long one = any.aLong();
          long other = any.aLong();
          long min = Math.min(one, other);
          long max = Math.max(one, other);
          assertThat(any.aLong(min, max)).isBetween(min, max);
          assertThat(any.text(1, 6).length()).isBetween(1, 6);
          assertThat(any.textOf("ab", 0, 3)).matches("[ab]{0,3}");
          assertThat(any.bytes(5).length).isLessThanOrEqualTo(5);
          assertThat(any.aDouble()).isFinite();
        });
  }

  private static long seed(Throwable failure) {
    Matcher matcher = Pattern.compile("property\\.seed=(-?\\d+)").matcher(failure.getMessage());
    assertThat(matcher.find()).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private static long again(long seed) {
    return new Any(seed).aLong();
  }
}
