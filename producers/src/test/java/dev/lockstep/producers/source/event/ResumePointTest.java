package dev.lockstep.producers.source.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.producers.source.connect.ConnectorOffset;
import dev.lockstep.schema.topic.TableName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResumePointTest {

  private static final Map<String, Object> INSIDE =
      Map.of(
          "file", "bin.000001",
          "pos", 1487L,
          "gtids", "0-7-7,1-7-3",
          "event", 6L,
          "row", 2L,
          "transaction_id", "0-7-8",
          "transaction_data_collection_order_s.a", 4L,
          "ts_sec", 1795175795L);

  @Test
  void goesBackToTheTransactionsStartAndKeepsTheMark() {
    LogMark mark = new LogMark("0-7-8", 6, 2, 1);
    ResumePoint point = ResumePoint.of(new ConnectorOffset(INSIDE), Optional.of(mark), Set.of());
    assertThat(point.offset()).containsOnlyKeys("file", "pos", "gtids", "ts_sec");
    assertThat(point.mark()).contains(mark);
    assertThat(point.place().file()).isEqualTo("bin.000001");
  }

  @Test
  void forgetsTheSetThatCountsTheOpenTransactionAsDone() {
    Map<String, Object> first =
        Map.of("file", "bin.000001", "pos", 4L, "gtids", "0-7-1", "transaction_id", "0-7-1");
    assertThat(ResumePoint.of(new ConnectorOffset(first), Optional.empty(), Set.of()).offset())
        .containsOnlyKeys("file", "pos");
  }

  @Test
  void isReadBackAsItWasWritten() {
    ResumePoint point =
        ResumePoint.of(
            new ConnectorOffset(INSIDE),
            Optional.of(new LogMark("0-7-8", 6, 2, 1)),
            Set.of(new TableName("shop", "orders")));
    ResumePoint read = ResumePoint.fromJson(point.toJson());
    assertThat(read.toJson()).isEqualTo(point.toJson());
    assertThat(read.mark()).isEqualTo(point.mark());
    assertThat(read.abandoned()).isEqualTo(point.abandoned());
  }

  @Test
  void ordersPlacesWithinOneTransactionOnly() {
    LogMark last = new LogMark("0-7-8", 6, 2, 0);
    assertThat(new LogMark("0-7-8", 6, 2, 0).isAtOrBefore(last)).isTrue();
    assertThat(new LogMark("0-7-8", 6, 2, 1).isAtOrBefore(last)).isFalse();
    assertThat(new LogMark("0-7-8", 5, 9, 1).isAtOrBefore(last)).isTrue();
    assertThat(new LogMark("0-7-8", 7, 0, 0).isAtOrBefore(last)).isFalse();
    assertThat(new LogMark("0-7-9", 1, 0, 0).isAtOrBefore(last)).isFalse();
  }
}
