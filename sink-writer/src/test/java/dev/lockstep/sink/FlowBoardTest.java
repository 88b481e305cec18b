package dev.lockstep.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.status.Status;
import dev.lockstep.sink.apply.TargetError;
import dev.lockstep.sink.position.SourcePartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of a table whose partitions are with several workers, and move. */
class FlowBoardTest {

  private static final SourcePartition P = new SourcePartition("src.shop.orders", "id", 0);
  private static final SourcePartition Q = new SourcePartition("src.shop.orders", "id", 1);
  private static final TargetError DENIED = TargetError.of("42000", "denied", "grant");

  private final List<String> said = new ArrayList<>();
  private final FlowBoard board = new FlowBoard("flow", 2, new Notes());

  @Test
  void theWorstWordOfAllPartitionsCounts() {
    board.of(0).partitionRefused(P, DENIED);
    board.of(1).partitionRunning(Q, Optional.empty());
    assertThat(said).containsExactly("REFUSED denied", "REFUSED denied");
    board.of(0).partitionRunning(P, Optional.empty());
    assertThat(said).endsWith("RUNNING null");
  }

  @Test
  void aWordEndsWhenItsPartitionMovesToAnotherWorker() {
    board.of(0).partitionRefused(P, DENIED);
    board.of(0).partitionGone(P);
    board.of(1).partitionRunning(P, Optional.empty());
    assertThat(said).containsExactly("REFUSED denied", "forgotten", "RUNNING null");
  }

  @Test
  void aWordEndsAlsoWhereTheWorkerKeepsOtherPartitionsOfTheTable() {
    board.of(0).partitionRunning(Q, Optional.empty());
    board.of(0).partitionRefused(P, DENIED);
    board.of(0).partitionGone(P);
    assertThat(said).containsExactly("RUNNING null", "REFUSED denied", "RUNNING null");
  }

  @Test
  void aNoticeIsNotLostBehindAWordWithoutOne() {
    board.of(0).partitionRunning(P, Optional.of(DENIED));
    board.of(1).partitionRunning(Q, Optional.empty());
    assertThat(said).containsExactly("RUNNING denied", "RUNNING denied");
  }

  private final class Notes implements Statuses {
    @Override
    public void flow(String flow, Status status) {
      assertThat(status.state()).isEqualTo(ComponentState.STARTING);
    }

    @Override
    public void table(String flow, String table, Status status) {
      assertThat(table).isEqualTo("shop.orders");
      said.add(status.state() + " " + status.message().orElse(null));
    }

    @Override
    public void forget(String flow, String table) {
      said.add("forgotten");
    }
  }
}
