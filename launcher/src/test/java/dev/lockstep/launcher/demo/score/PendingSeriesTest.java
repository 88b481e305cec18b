package dev.lockstep.launcher.demo.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PendingSeriesTest {

  @Test
  void whatStaysPendingDoesNotGrow() {
    PendingSeries series = new PendingSeries();
    for (int second = 0; second < 60; second++) {
      series.add(second, second * 5000L, 1000 + (second % 2) * 100);
    }
    assertThat(series.growthPerSecond(30)).isCloseTo(0, within(2.0));
  }

  @Test
  void fallingBehindShowsAsGrowthWhateverCameBefore() {
    PendingSeries series = new PendingSeries();
    for (int second = 0; second < 60; second++) {
      series.add(second, second * 5000L, second < 30 ? 0 : (second - 30) * 200L);
    }
    assertThat(series.growthPerSecond(25)).isCloseTo(200, within(0.1));
    assertThat(series.changesPerSecond(25)).isCloseTo(5000, within(0.1));
  }

  @Test
  void oneMomentTellsNothing() {
    PendingSeries series = new PendingSeries();
    assertThat(series.growthPerSecond(30)).isZero();
    series.add(1, 1, 1);
    assertThat(series.growthPerSecond(30)).isZero();
  }

  @Test
  void keepsABoundedNumberOfPoints() {
    PendingSeries series = new PendingSeries();
    for (int second = 0; second < 10_000; second++) {
      series.add(second, second, 0);
    }
    assertThat(series.points()).hasSizeLessThanOrEqualTo(600);
  }
}
