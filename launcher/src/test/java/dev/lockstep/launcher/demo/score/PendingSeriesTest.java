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
  void knowsHowMuchOfTheTimeItCovers() {
    PendingSeries series = new PendingSeries();
    assertThat(series.covered(30)).isZero();
    for (int second = 1; second <= 8; second++) {
      series.add(second, second, 0);
    }
    assertThat(series.covered(30)).isEqualTo(7);
    assertThat(series.covered(5)).isEqualTo(5);
  }

  @Test
  void forgetsTheQuietTimeBeforeAStart() {
    PendingSeries series = new PendingSeries();
    series.add(1, 3, 0);
    series.restart();
    series.add(2, 100, 0);
    series.add(3, 300, 0);
    assertThat(series.covered(30)).isEqualTo(1);
    assertThat(series.changesPerSecond(30)).isCloseTo(200, within(0.1));
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
