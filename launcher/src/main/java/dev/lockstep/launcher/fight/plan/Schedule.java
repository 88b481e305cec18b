package dev.lockstep.launcher.fight.plan;

import dev.lockstep.launcher.fight.plan.Act.Bulk;
import dev.lockstep.launcher.fight.plan.Act.Memory;
import dev.lockstep.launcher.fight.plan.Act.Wound;
import dev.lockstep.launcher.fight.plan.Round.Theme;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * All rounds of a fight. The same seed, length and number of rows give the same rounds, whatever
 * happens while they are fought: only how things interleave differs.
 *
 * <p>Themes come in decks, each shuffled: one deck has every theme once, so that a longer fight
 * leaves none out. The first round is always the first start.
 */
public final class Schedule {

  private static final Duration SHORTEST = Duration.ofSeconds(15);
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final int ROUNDS_AIMED_AT = 8;
  private static final List<Theme> DECK =
      List.of(
          Theme.DAMAGE,
          Theme.KILLS,
          Theme.LATE,
          Theme.FORGETTING,
          Theme.ALTERING,
          Theme.REFUSING,
          Theme.BURST,
          Theme.CLOCKS,
          Theme.STORM);
  private static final List<Part> LATE = List.of(Part.PRODUCERS, Part.STREAMS, Part.SINK);
  private static final List<Part> CLOCKED = List.of(Part.PRODUCERS, Part.STREAMS, Part.ALERTS);

  private final long seed;
  private final long roundMillis;
  private final int burstRows;
  private final List<Theme> deck;

  /**
   * @param limit how long the fight is to be
   * @param burstRows rows of a burst
   * @param without themes that are left out, in lower case
   */
  public Schedule(long seed, Duration limit, int burstRows, Set<String> without) {
    this.seed = seed;
    this.burstRows = burstRows;
    this.deck =
        DECK.stream()
            .filter(theme -> !without.contains(theme.name().toLowerCase(Locale.ROOT)))
            .toList();
    long aimed = limit.toMillis() / ROUNDS_AIMED_AT;
    this.roundMillis = Math.clamp(aimed, SHORTEST.toMillis(), LONGEST.toMillis());
  }

  /** A round by its number, from 0. */
  public Round round(int number) {
    Random random = new Random(seed * 1_000_003L + number);
    // The first numbers of neighbouring seeds are alike.
    random.nextLong();
    Theme theme = number == 0 ? Theme.FIRST_START : theme(number - 1);
    return new Round(number, theme, roundMillis, new Draw(random).steps(theme));
  }

  private Theme theme(int index) {
    List<Theme> shuffled = new ArrayList<>(deck);
    Collections.shuffle(shuffled, new Random(seed + index / deck.size()));
    return shuffled.get(index % deck.size());
  }

  /** Draws the steps of one round. */
  private final class Draw {

    private final Random random;
    private final List<Step> steps = new ArrayList<>();

    Draw(Random random) {
      this.random = random;
    }

    List<Step> steps(Theme theme) {
      switch (theme) {
        case FIRST_START -> firstStart();
        case DAMAGE -> damage(6);
        case KILLS -> {
          trouble(2 + random.nextInt(5), List.of(Part.values()));
          damage(2);
        }
        case LATE -> {
          late(pick(LATE));
          damage(1);
        }
        case FORGETTING -> forgetting();
        case ALTERING -> {
          alters(2 + random.nextInt(4));
          if (random.nextBoolean()) {
            trouble(1, Part.programs());
          }
        }
        case REFUSING -> {
          refuse();
          damage(1);
        }
        case BURST -> {
          burst(within(0.0, 0.3));
          trouble(1 + random.nextInt(2), List.of(Part.values()));
        }
        case CLOCKS -> {
          clocks();
          damage(1);
        }
        case STORM -> {
          trouble(2, List.of(Part.values()));
          burst(within(0.0, 0.8));
          alters(1);
          refuse();
          damage(2);
        }
      }
      return steps;
    }

    /** One of: all at once, or one program late while there is a burst already. */
    private void firstStart() {
      int which = random.nextInt(LATE.size() + 1);
      if (which < LATE.size()) {
        late(LATE.get(which));
      } else {
        burst(0);
      }
    }

    private void late(Part part) {
      at(0, new Act.Stop(part, within(0.6, 0.9)));
      burst(within(0.05, 0.2));
    }

    private void forgetting() {
      Memory memory = random.nextInt(3) == 0 ? Memory.LOCAL : Memory.ALL;
      at(within(0.1, 0.5), new Act.Forget(memory, within(0.01, 0.3)));
      damage(1);
    }

    private void refuse() {
      at(within(0.0, 0.3), new Act.Refuse(number(), within(0.1, 0.5)));
    }

    private void clocks() {
      long by = (random.nextBoolean() ? 1 : -1) * (1_000L + random.nextInt(3_600_000));
      at(within(0.1, 0.4), new Act.StepClock(pick(CLOCKED), by, within(0.2, 0.5)));
    }

    private void burst(long atMillis) {
      at(atMillis, new Act.Burst(pick(List.of(Bulk.values())), burstRows));
    }

    private void alters(int count) {
      for (int i = 0; i < count; i++) {
        at(
            within(0.05, 0.9),
            new Act.Alter(number(), random.nextBoolean(), random.nextInt(5) * 700L));
      }
    }

    private void trouble(int count, List<Part> parts) {
      for (int i = 0; i < count; i++) {
        Part part = pick(parts);
        Act act =
            switch (random.nextInt(5)) {
              case 0 -> new Act.Stop(part, within(0.02, 0.4));
              case 1 -> new Act.Hang(part, within(0.02, 0.4));
              default -> new Act.Kill(part, random.nextInt(4) * 1_000L);
            };
        at(within(0.05, 0.85), act);
      }
    }

    /** As many corruptions, cold ones first in likelihood, and a decoy. */
    private void damage(int count) {
      for (int i = 0; i < count; i++) {
        Wound wound = pick(List.of(Wound.values()));
        at(within(0.1, 0.95), new Act.Corrupt(wound, random.nextInt(3) > 0, number()));
      }
      at(within(0.1, 0.95), new Act.Decoy(number()));
    }

    private void at(long millis, Act act) {
      steps.add(new Step(millis, act));
    }

    private long within(double from, double to) {
      return (long) (roundMillis * (from + (to - from) * random.nextDouble()));
    }

    private int number() {
      return random.nextInt(Integer.MAX_VALUE);
    }

    private <T> T pick(List<T> from) {
      return from.get(random.nextInt(from.size()));
    }
  }
}
