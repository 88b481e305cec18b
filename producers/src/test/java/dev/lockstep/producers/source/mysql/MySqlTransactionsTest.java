package dev.lockstep.producers.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MySqlTransactionsTest {

  private static final String A = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
  private static final String B = "4f22fa47-71ca-11e1-9e33-c80aa9429562";

  private final MySqlTransactions read = new MySqlTransactions();

  @Test
  void reachesASetWhenAllOfItWasRead() {
    assertThat(read.reaches(A + ":1")).isFalse();
    read.add(A + ":1-4");
    assertThat(read.reaches(A + ":1-4")).isTrue();
    assertThat(read.reaches(A + ":1-5")).isFalse();
    read.add(A + ":6");
    assertThat(read.reaches(A + ":1-6")).as("5 is missing").isFalse();
    read.add(A + ":5");
    assertThat(read.reaches(A + ":1-6")).isTrue();
    assertThat(read.reaches(A + ":1-6," + B + ":1")).isFalse();
    read.add(B + ":1-3:7");
    assertThat(read.reaches(A + ":1-6," + B + ":1-2:7")).isTrue();
    assertThat(read.reaches("")).as("nothing says nothing").isFalse();
  }

  @Test
  void joinsSetsOfWhichNeitherHoldsTheOther() {
    read.add(A + ":1-4");
    read.add(B + ":1-4");
    assertThat(read.reaches(A + ":1-4," + B + ":2")).isTrue();
  }

  @Test
  void goesByPlacesWhereTransactionsHaveNoIds() {
    assertThat(read.reaches("file=binlog.000009,pos=4")).isFalse();
    read.add("file=binlog.000009,pos=157");
    assertThat(read.reaches("file=binlog.000009,pos=157")).isTrue();
    assertThat(read.reaches("file=binlog.000009,pos=158")).isFalse();
    read.add("file=binlog.000010,pos=4");
    read.add("file=binlog.000009,pos=900");
    assertThat(read.reaches("file=binlog.000009,pos=99999")).isTrue();
  }

  @Test
  void passesOverWhatIsNoTransaction() {
    read.add("");
    read.add("0-1-5");
    read.add("anything at all");
    assertThat(read.reaches("0-1-5")).isFalse();
  }
}
