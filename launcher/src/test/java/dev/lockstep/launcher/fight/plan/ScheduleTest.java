package dev.lockstep.launcher.fight.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.launcher.fight.plan.Round.Theme;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Goal: a seed is all it takes to fight the same fight again, and a long one leaves nothing out.
 */
class ScheduleTest {

  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  @Test
  void theSameSeedGivesTheSameRounds() {
    for (int round = 0; round < 30; round++) {
      assertThat(schedule(7).round(round)).isEqualTo(schedule(7).round(round));
    }
  }

  @Test
  void anotherSeedGivesOtherRounds() {
    Set<Round> rounds = new HashSet<>();
    for (int seed = 0; seed < 50; seed++) {
      rounds.add(schedule(seed).round(1));
    }
    assertThat(rounds).hasSize(50);
  }

  @Test
  void beginsWithTheFirstStartAndThenHasEveryThemeOnce() {
    for (int seed = 0; seed < 20; seed++) {
      Schedule schedule = schedule(seed);
      assertThat(schedule.round(0).theme()).isEqualTo(Theme.FIRST_START);
      Set<Theme> themes =
          IntStream.rangeClosed(1, Theme.values().length - 1)
              .mapToObj(number -> schedule.round(number).theme())
              .collect(Collectors.toSet());
      assertThat(themes).isEqualTo(EnumSet.complementOf(EnumSet.of(Theme.FIRST_START)));
    }
  }

  @Test
  void everyKindOfActAndEveryPartComesUp() {
    Set<String> kinds = new HashSet<>();
    Set<Part> killed = EnumSet.noneOf(Part.class);
    Set<Part> late = EnumSet.noneOf(Part.class);
    for (int seed = 0; seed < 100; seed++) {
      for (int number = 0; number < 10; number++) {
        for (Step step : schedule(seed).round(number).steps()) {
          kinds.add(step.act().kind());
          if (step.act() instanceof Act.Kill kill) {
            killed.add(kill.part());
          }
          if (step.act() instanceof Act.Stop stop && number == 0) {
            late.add(stop.part());
          }
        }
      }
    }
    assertThat(kinds)
        .containsExactlyInAnyOrder(
            "kill",
            "stop",
            "hang",
            "burst",
            "alter",
            "corrupt",
            "decoy",
            "refuse",
            "forget",
            "stepclock");
    assertThat(killed).containsExactlyInAnyOrder(Part.values());
    assertThat(late).containsExactlyInAnyOrder(Part.PRODUCERS, Part.STREAMS, Part.SINK);
  }

  @Test
  void stepsAreInOrderAndWithinTheirRound() {
    for (int seed = 0; seed < 50; seed++) {
      for (int number = 0; number < 10; number++) {
        Round round = schedule(seed).round(number);
        assertThat(round.steps()).isNotEmpty();
        long before = 0;
        for (Step step : round.steps()) {
          assertThat(step.atMillis()).isBetween(before, round.millis());
          before = step.atMillis();
        }
      }
    }
  }

  @Test
  void leavesOutWhatItIsToldTo() {
    Schedule schedule = new Schedule(3, HALF_AN_HOUR, 1000, Set.of("altering", "storm"));
    for (int number = 0; number < 30; number++) {
      assertThat(schedule.round(number).theme()).isNotIn(Theme.ALTERING, Theme.STORM);
    }
  }

  private static Schedule schedule(long seed) {
    return new Schedule(seed, HALF_AN_HOUR, 1000, Set.of());
  }
}
