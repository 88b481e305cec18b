package dev.lockstep.streams.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private static final long STINT = 50;

  private final Turns turns = new Turns();

  @Test
  void aThreadHasItsTimeHoweverManyTasksHaveMuchToJudgeAndHoweverLongACommitTakes() {
    for (int tasks : new int[] {1, 2, 6, 24}) {
      for (long commit : new long[] {0, 40, 1_000}) {
        assertThat(freeOf(tasks, commit, 100_000))
            .as("%d tasks, commits of %d", tasks, commit)
            .isGreaterThan(STINT * tasks / 4);
      }
    }
  }

  /** What a thread has for itself between two rounds of turns, on average. */
  private long freeOf(int tasks, long commit, long until) {
    List<Turns.Turn> all = IntStream.range(0, tasks).mapToObj(i -> turns.begin()).toList();
    long now = 0;
    long free = 0;
    long rounds = 0;
    while (now < until) {
      // One record of each task, then what is due by the clock, then a commit of what was done.
      now++;
      free++;
      long before = now;
      for (Turns.Turn turn : all) {
        if (turn.isDue(now)) {
          now += STINT;
          turn.took(STINT);
        }
      }
      if (now > before) {
        rounds++;
        now += commit;
      }
    }
    all.forEach(Turns.Turn::end);
    return free / Math.max(1, rounds);
  }

  @Test
  void everyTaskHasItsTurn() {
    Turns.Turn first = turns.begin();
    Turns.Turn second = turns.begin();

    assertThat(first.isDue(0)).isTrue();
    first.took(30);
    assertThat(second.isDue(30)).isTrue();
    second.took(30);

    assertThat(first.isDue(60)).isFalse();
    assertThat(second.isDue(60)).isFalse();
    assertThat(first.isDue(79)).isFalse();
    assertThat(first.isDue(80)).isTrue();
    assertThat(second.isDue(80)).isTrue();
    first.end();
    second.took(30);
    assertThat(second.isDue(100)).isFalse();
    assertThat(second.isDue(110)).as("it has the thread for itself").isTrue();
  }
}
