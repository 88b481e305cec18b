package dev.lockstep.streams.lag;

import static dev.lockstep.testing.property.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LagBucketsTest {

  @Test
  void bucketsAreWithinASixteenthOfTheTruth() {
    forAll(
        any -> {
          long millis = any.aLong(0, Integer.MAX_VALUE);
          int bucket = LagBuckets.bucketOf(millis);
          assertThat(LagBuckets.lowerEdge(bucket)).isLessThanOrEqualTo(millis);
          assertThat(LagBuckets.lowerEdge(bucket + 1)).isGreaterThan(millis);
          assertThat(millis - LagBuckets.lowerEdge(bucket)).isLessThanOrEqualTo(millis / 16);
        });
  }

  @Test
  void mergingPartsIsCountingTheWhole() {
    forAll(
        200,
        any -> {
          List<Long> lags = any.list(255, item -> item.aLong(0, 100_000));
          LagBuckets whole = new LagBuckets();
          LagBuckets merged = new LagBuckets();
          List<LagBuckets> parts = List.of(new LagBuckets(), new LagBuckets(), new LagBuckets());
          Random random = new Random(lags.hashCode());
          for (long lag : lags) {
            whole.add(lag, lag / 2);
            parts.get(random.nextInt(3)).add(lag, lag / 2);
          }
          parts.forEach(part -> merged.merge(part.toList()));
          assertThat(merged.toList()).isEqualTo(whole.toList());
          assertThat(merged.total()).isEqualTo(lags.size());
          assertThat(merged.percentileMillis(0.99)).isEqualTo(whole.percentileMillis(0.99));
        });
  }

  @Test
  void percentilesNameTheLowerEdgeOfTheirBucket() {
    LagBuckets buckets = new LagBuckets();
    for (int i = 1; i <= 100; i++) {
      buckets.add(i < 100 ? 10 : 5_000, 700);
    }
    assertThat(buckets.percentileMillis(0.5)).isEqualTo(10);
    assertThat(buckets.percentileMillis(0.99)).isEqualTo(10);
    assertThat(buckets.percentileMillis(1.0)).isBetween(4_700L, 5_000L);
    assertThat(buckets.uncertaintyMillis()).isEqualTo(700);
  }

  @Test
  void nothingCountedIsAnEmptyList() {
    LagBuckets buckets = new LagBuckets();
    assertThat(buckets.toList()).isEmpty();
    buckets.add(3, 0);
    buckets.clear();
    assertThat(buckets.toList()).isEqualTo(new ArrayList<>());
    assertThat(buckets.percentileMillis(0.5)).isZero();
  }

  @Test
  void clocksThatDisagreeNeverMakeALagNegative() {
    LagBuckets buckets = new LagBuckets();
    buckets.add(-500, -3);
    assertThat(buckets.percentileMillis(1.0)).isZero();
    assertThat(buckets.uncertaintyMillis()).isZero();
  }
}
