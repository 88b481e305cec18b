package dev.lockstep.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.status.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ComparisonStatusTest {

  private final List<String> said = new ArrayList<>();
  private Status last = Status.of(ComponentState.STOPPED);
  private long nanos = 7;
  private final ComparisonStatus status =
      new ComparisonStatus(List.of("shop"), this::hear, () -> nanos);

  private void hear(String flow, Status status) {
    last = status;
    if (said.isEmpty() || !said.getLast().equals(flow + " " + status.state())) {
      said.add(flow + " " + status.state());
    }
  }

  @Test
  void startsThenRunsThenStops() {
    status.look(State.REBALANCING);
    status.look(State.RUNNING);
    status.look(State.REBALANCING);
    status.look(State.RUNNING);
    status.stopped();
    status.look(State.RUNNING);
    assertThat(said).containsExactly("shop STARTING", "shop RUNNING", "shop STOPPED");
  }

  @Test
  void aDeathIsTroubleUntilThreadsHaveRunForAWhile() {
    status.look(State.RUNNING);
    status.died(new IllegalStateException("x"), Duration.ofSeconds(5));
    for (int second = 0; second < 14; second++) {
      nanos += Duration.ofSeconds(1).toNanos();
      status.look(State.RUNNING);
    }
    assertThat(said).endsWith("shop RETRYING");
    nanos += Duration.ofSeconds(1).toNanos();
    status.look(State.REBALANCING);
    assertThat(said).endsWith("shop RETRYING");
    status.look(State.RUNNING);
    assertThat(said).endsWith("shop RETRYING", "shop RUNNING");
  }

  @Test
  void saysWhatThePersonCanDo() {
    LockstepException away =
        new LockstepException(
            LockstepException.Category.EXTERNAL, "The registry is away", "Start it.");
    status.died(new StreamsException("wrapped", away), Duration.ZERO);
    assertThat(last.message()).hasValueSatisfying(m -> assertThat(m).contains("registry is away"));
    assertThat(last.remedy()).contains(away.remedy());
  }

  @Test
  void aFailureIsTheLastWord() {
    status.failed(new LockstepException(LockstepException.Category.EXTERNAL, "over", "again"));
    status.died(new IllegalStateException("x"), Duration.ZERO);
    status.look(State.RUNNING);
    status.stopped();
    assertThat(said).containsExactly("shop STARTING", "shop FAILED");
    assertThat(last.remedy()).contains("again");
  }
}
